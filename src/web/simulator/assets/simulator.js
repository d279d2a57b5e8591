/* Puts the page together: three telephones, the controls, and the panel beside them, looked after every moment. */
import { view } from "./api.js";
import { drawClock, drawLight, drawWorker, wireControls } from "./controls.js";
import { tell, useClock } from "./news.js";
import { drawPanel } from "./panel.js";
import { createSmsPhone } from "./sms-phone.js";
import { text } from "./texts.js";
import { createWebPhone } from "./web-phone.js";

const LOOK_MS = 700;
const association = document.getElementById("association");
const { channels } = await (await fetch("/simulator/api/channels")).json();
let shown = "one";
let aheadMs = 0; // of the demo's clock, so that it runs on between two looks
let isLooking = false;
let isWorthIt = false;
const cases = new Map();

const now = () => new Date(Date.now() + aheadMs);
useClock(now);
const phones = Object.fromEntries(
  [...document.querySelectorAll(".phone")].map((section) => {
    const id = section.dataset.phone;
    const create = section.classList.contains("web") ? createWebPhone : createSmsPhone;
    return [id, create(section, { onChange: () => void look(), onUse: () => choose(id) })];
  }),
);

function open() {
  const id = association.value;
  const name = association.selectedOptions[0].textContent;
  const words = name.split(" ");
  const initial = (words.find((word) => !/^(جمعية|the)$/i.test(word)) ?? name)[0];
  const sender = channels.find((channel) => channel.id === `${id}-sms`)?.address ?? "";
  for (const phone of Object.values(phones)) phone.open({ id, name, initial, sender });
  void look();
}

/** The panel follows the telephone that was used last. */
function choose(id) {
  const tab = document.querySelector(`input[name="shown"][value="${id}"]`);
  if (tab.checked) return;
  tab.checked = true;
  shown = id;
  void look();
}

/** One look at a time; whoever asks during one gets another after it. */
async function look() {
  isWorthIt = true;
  if (isLooking) return;
  isLooking = true;
  while (isWorthIt) {
    isWorthIt = false;
    await lookOnce().catch(() => drawLight("away"));
  }
  isLooking = false;
}

async function lookOnce() {
  const asked = Object.entries(phones).map(([id, phone]) => ({ id, phone, lane: phone.lane() }));
  const open = asked.filter(({ lane }) => lane !== undefined);
  const seen = await view(open.map(({ lane }) => lane));
  aheadMs = new Date(seen.now).getTime() - Date.now();
  drawClock(now());
  drawWorker(seen.processes);
  if (seen.processes.length === 0) drawLight("running");
  let isShown = false;
  for (const [index, { id, phone, lane }] of open.entries()) {
    if (phone.lane() !== lane) continue; // somebody else holds it since
    const { messages, conversation } = seen.phones[index];
    phone.draw(messages);
    tellCases(lane, conversation);
    if (id !== shown) continue;
    isShown = true;
    drawPanel(conversation, labelsOf(messages));
  }
  if (!isShown) drawPanel(null, new Map());
}

/** A case that opens is the end of a long way: it is told, but not once more after a reload. */
function tellCases(lane, conversation) {
  const numbers = conversation?.cases.map(({ number }) => number) ?? [];
  const known = cases.get(lane);
  for (const number of numbers)
    if (known && !known.includes(number)) tell(text("case.opened", { case_no: number }), "good");
  cases.set(lane, numbers);
}

function labelsOf(messages) {
  return new Map(
    messages.flatMap(({ options = [] }) => options.map(({ id, label }) => [id, label])),
  );
}

association.addEventListener("change", open);
for (const tab of document.querySelectorAll('input[name="shown"]')) {
  tab.addEventListener("change", () => {
    shown = tab.value;
    void look();
  });
}
wireControls(() => void look());
open();
setInterval(() => document.hidden || void look(), LOOK_MS);
document.addEventListener("visibilitychange", () => document.hidden || void look());
