/* The demo's page: shows what two telephones see, and lets things go wrong. It speaks only through the demo's own API. */
const texts = JSON.parse(document.getElementById("texts").textContent);
const byId = (id) => document.getElementById(id);
const association = byId("association");
const number = byId("number");
const screen = byId("messages");
const LOOK_MS = 900;
let drawn = "";
let drawnState = "";

const text = (key, vars = {}) =>
  (texts[`simulator.${key}`] ?? key).replace(/\{(\w+)\}/g, (_, name) => vars[name] ?? "");

async function call(path, body) {
  const response = await fetch(
    `/simulator/api/${path}`,
    body
      ? {
          method: "POST",
          headers: { "content-type": "application/json" },
          body: JSON.stringify(body),
        }
      : {},
  );
  const answer = await response.json();
  if (!response.ok) throw new Error(answer.error?.message ?? String(response.status));
  return answer;
}

function element(name, className = "", content = "") {
  const made = document.createElement(name);
  made.className = className;
  made.textContent = content;
  return made;
}

// ------------------------------------------------------------------ the old telephone

async function look() {
  const address = encodeURIComponent(number.value.trim());
  if (address !== "" && !document.hidden) {
    const [{ messages }, { conversations }, { now }] = await Promise.all([
      call(`messages?address=${address}`),
      call(`state?address=${address}`),
      call("clock"),
    ]);
    const own = messages.filter(({ channelId }) => channelId === `${association.value}-sms`);
    drawMessages(own);
    drawState(conversations.find((each) => each.association === association.value));
    drawClock(new Date(now));
  }
}

function drawMessages(messages) {
  const state = JSON.stringify(messages.map(({ id, status }) => [id, status]));
  if (state === drawn) return;
  const isAtEnd = screen.scrollHeight - screen.scrollTop - screen.clientHeight < 60;
  drawn = state;
  screen.replaceChildren(
    ...(messages.length === 0 ? [element("p", "hello", text("hello"))] : messages.flatMap(bubble)),
  );
  if (isAtEnd) screen.scrollTop = screen.scrollHeight;
}

function bubble({ direction, text: content, key, segments, status }) {
  const made = element("div", `bubble ${direction}`, content);
  made.dir = "auto";
  if (direction === "in") return [made];
  const isBad = ["failed", "rejected"].includes(status);
  const meta = element("div", `meta${isBad ? " bad" : ""}`);
  meta.append(
    element("span", "", `${marks[status] ?? ""} ${text(`status.${status}`)}`),
    element("span", "", segments ? `${segments} ${text("parts")}` : ""),
    element("code", "", key ?? ""),
  );
  return [made, meta];
}

const marks = { sent: "✓", accepted: "✓", delivered: "✓✓", read: "✓✓", failed: "✗", rejected: "✗" };

byId("write").addEventListener("submit", (event) => {
  event.preventDefault();
  const input = byId("text");
  const written = input.value.trim();
  if (written === "") return;
  input.value = "";
  screen.scrollTop = screen.scrollHeight;
  void act(
    text("send"),
    () =>
      call("inbound", {
        channelId: `${association.value}-sms`,
        from: number.value.trim(),
        text: written,
      }),
    { silent: true },
  );
});

// ------------------------------------------------------------------ what the system knows

function drawState(conversation) {
  const state = JSON.stringify(conversation ?? null);
  if (state === drawnState) return;
  drawnState = state;
  const place = byId("state");
  if (!conversation) return place.replaceChildren(element("p", "", text("state.none")));
  const list = element("dl");
  const row = (label, ...content) => {
    const value = element("dd");
    value.append(...content);
    list.append(element("dt", "", label), value);
  };
  const top = conversation.flow.at(-1);
  row(text("state.flow"), element("code", "", top ? `${top.flow} / ${top.step ?? ""}` : "-"));
  row(text("state.holder"), text(`holder.${conversation.holder}`));
  if (conversation.hasDraft) row(text("state.draft"), "✓");
  for (const { dueAt } of conversation.followUps)
    row(text("state.followups"), bothCalendars(new Date(dueAt)));
  for (const [name, value] of Object.entries(conversation.answers)) row(name, shown(value));
  const cases = conversation.cases.map(({ number: caseNumber, state: caseState }) =>
    element("p", "case", `${caseNumber} - ${caseState}`),
  );
  place.replaceChildren(...cases, list);
}

function shown(value) {
  if (value !== null && typeof value === "object" && !Array.isArray(value))
    return value.raw ?? JSON.stringify(value);
  return Array.isArray(value)
    ? value.map((each) => (typeof each === "object" ? "•" : each)).join("، ")
    : String(value);
}

const format = (calendar, more) =>
  new Intl.DateTimeFormat(`ar-SA-u-ca-${calendar}-nu-latn`, {
    timeZone: "Asia/Riyadh",
    day: "numeric",
    month: "long",
    year: "numeric",
    ...more,
  });
const hijri = format("islamic-umalqura", { weekday: "long" });
const gregorian = format("gregory", { hour: "2-digit", minute: "2-digit" });
const bothCalendars = (date) => `${hijri.format(date)} (${gregorian.format(date)})`;

function drawClock(now) {
  byId("now").textContent = bothCalendars(now);
}

// ------------------------------------------------------------------ what one can do

for (const button of document.querySelectorAll("[data-advance]")) {
  button.addEventListener("click", () => {
    void act(button.textContent, () => call("clock", { advance: button.dataset.advance }));
  });
}
for (const button of document.querySelectorAll("[data-fault]")) {
  button.addEventListener("click", () => {
    void act(button.textContent, () => call("faults", { kind: button.dataset.fault }));
  });
}
byId("kill").addEventListener("click", () => {
  void act(byId("kill").textContent, () => call("kill", { process: "worker" }));
});

async function act(what, work, { silent = false } = {}) {
  try {
    await work();
    if (!silent) toast(text("done", { what }));
  } catch (error) {
    toast(text("failed", { what: `${what} (${error.message})` }));
  }
  await look().catch(() => undefined);
}

let hiding;
function toast(content) {
  const place = byId("toast");
  place.textContent = content;
  place.hidden = false;
  clearTimeout(hiding);
  hiding = setTimeout(() => (place.hidden = true), 3_500);
}

function openChat() {
  byId("chat").src = `/chat/${association.value}-web`;
  drawn = "";
  drawnState = "";
}

association.addEventListener("change", () => {
  openChat();
  void look();
});
number.addEventListener("change", () => {
  drawn = "";
  void look();
});
openChat();
setInterval(() => void look().catch(() => undefined), LOOK_MS);
void look().catch(() => undefined);
