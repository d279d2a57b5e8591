/*
 * What a linked device keeps on disk. IndexedDB and not localStorage: the browser writes the former when it is told
 * to, the latter when it finds the time, and these browsers are killed.
 */
import { randomBytes, toBase64, fromBase64 } from "./base.js";

const database = await new Promise((resolve, reject) => {
  const opening = indexedDB.open("device", 1);
  opening.addEventListener("upgradeneeded", () => opening.result.createObjectStore("keys"));
  opening.addEventListener("success", () => resolve(opening.result));
  opening.addEventListener("error", () => reject(opening.error));
});

function answerOf(request) {
  return new Promise((resolve, reject) => {
    request.addEventListener("success", () => resolve(request.result));
    request.addEventListener("error", () => reject(request.error));
  });
}

async function kept(name) {
  const keys = () => database.transaction("keys", "readwrite", { durability: "strict" });
  const found = await answerOf(keys().objectStore("keys").get(name));
  if (found) return found;
  const fresh = toBase64(randomBytes(32));
  await answerOf(keys().objectStore("keys").put(fresh, name));
  return fresh;
}

export const device = {
  id: await kept("device"),
  noise: fromBase64(await kept("noise")),
  identity: fromBase64(await kept("identity")),
  adv: await kept("adv"),
  async forget() {
    const keys = database.transaction("keys", "readwrite", { durability: "strict" });
    await answerOf(keys.objectStore("keys").clear());
  },
};
