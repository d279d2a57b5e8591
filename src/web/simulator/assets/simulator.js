/* Puts the page together: telephones side by side, the controls, and the panel beside them, looked after every moment. */
import { view } from "./api.js";
import { drawClock, drawLight, drawWorker, wireControls } from "./controls.js";
import { tell, useClock } from "./news.js";
import { drawPanel } from "./panel.js";
import { createSmsPhone } from "./sms-phone.js";
import { text } from "./texts.js";
import { createWebPhone } from "./web-phone.js";
import { createWhatsappPhone } from "./whatsapp-phone.js";

const LOOK_MS = 700;
const association = document.getElementById("association");
const { channels } = await (await fetch("/simulator/api/channels")).json();
const kinds = { web: createWebPhone, whatsapp: createWhatsappPhone, sms: createSmsPhone };
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
    const kind = Object.keys(kinds).find((name) => section.classList.contains(name));
    return [id, kinds[kind](section, { onChange: () => void look(), onUse: () => choose(id) })];
  }),
);

function open() {
  const id = association.value;
  const name = association.selectedOptions[0].textContent;
  const words = name.split(" ");
  const initial = (words.find((word) => !/^(جمعية|the)$/i.test(word)) ?? name)[0];
  const find = (channelId) => channels.find((channel) => channel.id === channelId);
  const addressOf = (channelId) => find(channelId)?.address ?? "";
  // Three telephones fit beside the panel: where there is WhatsApp, it stands in the place of the second texter.
  const hasWhatsapp = find(`${id}-whatsapp`) !== undefined;
  place("whatsapp", hasWhatsapp);
  place("two", !hasWhatsapp);
  for (const phone of Object.values(phones)) phone.open({ id, name, initial, addressOf });
  choose(hasWhatsapp ? "whatsapp" : "one");
  void look();
}

function place(id, isThere) {
  document.querySelector(`[data-phone="${id}"]`).hidden = !isThere;
  document.querySelector(`.tab.of-${id}`).hidden = !isThere;
}

/** The panel follows the telephone that was used last. */
function choose(id) {
  const tab = document.querySelector(`input[name="shown"][value="${id}"]`);
  if (tab.checked && shown === id) return;
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
    const { messages, conversation, line } = seen.phones[index];
    phone.draw(messages, line);
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
wireControls({ onChange: () => void look(), channelId: () => phones[shown].channelId?.() });
open();
setInterval(() => document.hidden || void look(), LOOK_MS);
document.addEventListener("visibilitychange", () => document.hidden || void look());
