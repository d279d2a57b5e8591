/* The state of the connection and what moves it: pairing, synchronising, logging out. */
import { Emitter, Model, randomBytes, sleep, toBase64 } from "./base.js";
import { config } from "./config.js";
import { device } from "./device.js";
import { ask, emit } from "./wire.js";
import { enterInBook, enterMessage, findOrCreateChat, me } from "./world.js";

export const Socket = new Model({ state: "OPENING", hasSynced: false });
export const Cmd = new Emitter();
export const Conn = new Model({
  ref: undefined,
  pushname: config.pushname,
  platform: "android",
  wid: me,
});
export const progress = { percent: 0 };

Socket.reconnect = () => emit("reconnect");
Socket.logout = () => logOut();
Socket.takeover = () => {
  emit("takeover");
  if (config.canTakeOver !== false) Socket.set({ state: "CONNECTED" });
};
Cmd.refreshQR = () => {
  emit("refreshQR");
  rotateQr();
  Socket.set({ state: "UNPAIRED" });
};

export function rotateQr() {
  Conn.set({ ref: `2@${toBase64(randomBytes(24))}` });
}

/** Somebody scanned the code, and the telephone has accepted this device. */
export async function pair() {
  await ask("link", { device: device.id });
  emit("paired");
  Socket.set({ state: "PAIRING" });
  await open();
}

/** Fetches what the telephone has, then says that it is there. */
export async function open() {
  const { messages, unread, book } = await ask("history");
  book.forEach(enterInBook);
  for (const message of messages) enterMessage(message, false);
  for (const [remote, unreadCount] of unread) findOrCreateChat(remote).set({ unreadCount });
  await sleep(config.openDelay ?? 100);
  // 0 reproduces the race that loses `ready`: all of it is there in one moment, and nobody can have listened yet.
  const isAtOnce = config.syncDelay === 0;
  if (isAtOnce) await ask("synced");
  Socket.set({ state: "CONNECTED" });
  for (const percent of [30, 100]) {
    progress.percent = percent;
    Cmd.trigger("offline_progress_update_from_bridge");
  }
  if (!isAtOnce) {
    await sleep(config.syncDelay ?? 300);
    await ask("synced");
  }
  Socket.hasSynced = true;
  resync();
}

/** The page synchronises again: the library says `ready` once more. */
export function resync() {
  Socket.trigger("change:hasSynced", Socket, true);
}

/** The person removed this device on the telephone. */
export async function logOut() {
  await device.forget();
  Cmd.trigger("logout");
  setTimeout(() => (location.href = "/"), 50);
}

/** Shows a code, or goes on with the session that is on disk. */
export async function boot() {
  const { isLinked } = await ask("hello", { device: device.id, version: globalThis.Debug.VERSION });
  if (isLinked) {
    await open();
    return;
  }
  rotateQr();
  Socket.set({ state: "UNPAIRED" });
}
