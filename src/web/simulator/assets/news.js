/* What happened: shown for a moment, and kept in a short list with the time of the demo. */
import { time } from "./dates.js";
import { make } from "./dom.js";
import { text } from "./texts.js";

const SHOWN_MS = 5_000;
const KEPT = 12;
const toasts = document.getElementById("toasts");
const events = document.getElementById("events");
let now = () => new Date();

export function useClock(clock) {
  now = clock;
}

export function tell(content, kind = "") {
  const toast = make("p", `toast ${kind}`, content);
  toasts.replaceChildren(toast);
  setTimeout(() => toast.remove(), SHOWN_MS);
  events.querySelector(".none")?.remove();
  const when = make("time", "", time(now()));
  events.prepend(make("li", kind, when, make("span", "", content)));
  while (events.children.length > KEPT) events.lastElementChild.remove();
}

/** Does something; what it was not able to do is told. */
export async function attempt(work) {
  try {
    return await work();
  } catch (error) {
    tell(text("failed", { what: error.message }), "bad");
    return undefined;
  }
}
