/* The line between the page and the stand-in's server: questions and reports by POST, orders by server-sent events. */
import { config } from "./config.js";

/** Asks the server; resolves with its answer. Plain text, so that no preflight is needed. */
export async function ask(what, value = {}) {
  const response = await fetch(`${config.server}/page/${config.account}/${what}`, {
    method: "POST",
    headers: { "content-type": "text/plain" },
    body: JSON.stringify(value),
  });
  if (!response.ok)
    throw Object.assign(new Error(`${response.status}`), { status: response.status });
  return response.json();
}

let reporting = Promise.resolve();

/** Tells the server what happened; in order, and nobody waits for it. */
export function emit(type, data = {}) {
  reporting = reporting.then(() => ask("event", { type, data })).catch(() => {});
}

/** Takes orders from now on. An order names a function and its arguments; its result goes back under its number. */
export function listen(perform) {
  const source = new EventSource(`${config.server}/page/${config.account}/orders`);
  source.addEventListener("message", ({ data }) => void obey(JSON.parse(data), perform));
  return new Promise((resolve) => {
    source.addEventListener("open", resolve, { once: true });
  });
}

async function obey({ number, name, args }, perform) {
  const answer = { number };
  try {
    answer.result = (await perform(name, args)) ?? null;
  } catch (error) {
    answer.error = String(error?.message ?? error);
  }
  await ask("answer", answer).catch(() => {});
}
