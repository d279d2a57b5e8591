/* The clock, what may go wrong, and the worker. */
import { post } from "./api.js";
import { common, hijri, time } from "./dates.js";
import { attempt, tell } from "./news.js";
import { text } from "./texts.js";

const byId = (id) => document.getElementById(id);
const worker = byId("worker");
let starts;

/** A fault befalls the channel of the telephone that was used last. */
export function wireControls({ onChange, channelId }) {
  wire("[data-advance]", async (button) => {
    const done = await attempt(() => post("clock", { advance: button.dataset.advance }));
    if (done)
      tell(`+ ${button.textContent.replace("+", "").trim()}: ${text("clock.done")}`, "good");
  });
  wire(".dock [data-fault]", async ({ dataset: { fault } }) => {
    const done = await attempt(() => post("faults", { kind: fault, channelId: channelId() }));
    if (done) tell(text(`planned.${fault}`));
  });
  wire("#kill", async () => {
    const done = await attempt(() => post("kill", { process: "worker" }));
    if (done) tell(text("kill.done"), "bad");
  });

  function wire(selector, work) {
    for (const button of document.querySelectorAll(selector)) {
      button.addEventListener("click", async () => {
        if (button.getAttribute("aria-busy") === "true") return;
        button.setAttribute("aria-busy", "true");
        await work(button);
        button.removeAttribute("aria-busy");
        onChange();
      });
    }
  }
}

export function drawClock(now) {
  byId("hijri").textContent = hijri(now);
  byId("gregorian").textContent = common(now);
  for (const place of document.querySelectorAll(".status .time")) place.textContent = time(now);
}

/** The worker as the supervisor sees it. */
export function drawWorker(processes) {
  const found = processes.find(({ name }) => name === "worker");
  if (!found) return;
  drawLight(found.state);
  if (found.state !== "running") return;
  if (starts !== undefined && found.starts > starts) tell(text("kill.back"), "good");
  ({ starts } = found);
}

/** `away`: nothing can be asked, the web process itself is gone for a moment. */
export function drawLight(state) {
  if (worker.dataset.state === state) return;
  worker.dataset.state = state;
  worker.textContent = text(`process.${state}`);
}
