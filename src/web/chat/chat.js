/*
 * The browser's side of web chat: an outbox that is retried until stored, and a stream that is resumed from the last
 * number. A dropped connection, a lost answer or a reload neither lose nor double a message.
 */
"use strict";
const base = location.pathname.replace(/\/$/, "");
const texts = JSON.parse(document.getElementById("texts").textContent);
const log = document.getElementById("log");
const input = document.getElementById("text");
const fileInput = document.getElementById("file");
const offline = document.getElementById("offline");
const panel = document.getElementById("panel");
const frame = document.getElementById("frame");
const storage = window.sessionStorage; // of this frame: sites that embed the chat cannot read it
const SILENCE_MS = 40_000; // the server says something every 15 s; after this the stream is dead
const MAX_FILE_BYTES = 25_000_000;

const stored = (name) => storage.getItem(`${base} ${name}`);
const keep = (name, value) => storage.setItem(`${base} ${name}`, value);
let token = stored("token");
let last = 0;
let outbox = JSON.parse(stored("outbox") ?? "[]");
const shown = new Map();
let flushing = false;

const pause = (ms) => new Promise((resolve) => setTimeout(resolve, ms));
const authorized = (more = {}) => ({ authorization: `Bearer ${token}`, ...more });

/** In order, once each. A hole in the sequence is filled from the log, never skipped. */
async function take(item, mayFill = true) {
  if (item.seq <= last) return;
  if (item.seq !== last + 1 && mayFill) {
    await fillGap();
    if (item.seq <= last) return;
  }
  last = item.seq;
  if (item.type === "message") show(item);
}

async function fillGap() {
  const response = await fetch(`${base}/messages?after=${last}`, { headers: authorized() });
  if (!response.ok) return;
  const { messages } = await response.json();
  for (const item of messages) await take(item, false);
}

/** `fetch` and not EventSource: the token travels in a header and stays out of addresses and logs. */
async function listen() {
  for (let tries = 0; ; tries++) {
    const given = new AbortController();
    let silence;
    const alive = () => {
      clearTimeout(silence);
      silence = setTimeout(() => given.abort(), SILENCE_MS);
    };
    try {
      alive();
      const response = await fetch(`${base}/stream`, {
        headers: authorized({ "last-event-id": String(last) }),
        signal: given.signal,
      });
      if (response.status === 401) await openSession();
      if (!response.ok) throw new Error(String(response.status));
      setOffline(false);
      tries = 0;
      void flush();
      await readEvents(response.body, alive);
    } catch {
      // The reason does not matter here: say so on the screen, wait a little, try again.
    }
    clearTimeout(silence);
    setOffline(true);
    // Jitter: a restarted server must not meet everyone at once.
    await pause(Math.min(8_000, 250 * 2 ** Math.min(tries, 5)) * (0.5 + Math.random()));
  }
}

async function readEvents(stream, alive) {
  const reader = stream.pipeThrough(new TextDecoderStream()).getReader();
  let buffer = "";
  for (;;) {
    const { done, value } = await reader.read();
    if (done) return;
    alive();
    buffer += value;
    for (let end = buffer.indexOf("\n\n"); end >= 0; end = buffer.indexOf("\n\n")) {
      const data = buffer
        .slice(0, end)
        .split("\n")
        .find((line) => line.startsWith("data: "));
      buffer = buffer.slice(end + 2);
      if (data) await take(JSON.parse(data.slice("data: ".length)));
    }
  }
}

/** Head first and one at a time, so the order is kept. The key makes a repeat harmless. */
async function flush() {
  if (flushing) return;
  flushing = true;
  try {
    while (outbox.length > 0) {
      const [{ key, body }] = outbox;
      const response = await fetch(`${base}/messages`, {
        method: "POST",
        headers: authorized({ "content-type": "application/json", "idempotency-key": key }),
        body: JSON.stringify(body),
      }).catch(() => undefined);
      if (!response || response.status >= 500) break;
      if (response.status === 401) {
        await openSession();
        continue;
      }
      if (response.status === 429) {
        await pause(2_000);
        continue;
      }
      outbox.shift();
      keep("outbox", JSON.stringify(outbox));
      if (!response.ok) fail(key);
    }
  } finally {
    flushing = false;
  }
}

function send(body, label) {
  const key = crypto.randomUUID();
  outbox.push({ key, body, label });
  keep("outbox", JSON.stringify(outbox));
  showWaiting(key, label);
  void flush();
}

// ------------------------------------------------------------------ what is on the screen

function show(item) {
  const { id, author, body } = item;
  if (!body || shown.get(id)?.isStored) return;
  const known = shown.get(id);
  if (known) {
    known.isStored = true;
    known.bubble.classList.remove("waiting");
    known.bubble.querySelector(".note.sending")?.remove();
    return;
  }
  const bubble = element("div", `bubble ${author}`);
  bubble.dir = "auto";
  fillBubble(bubble, item);
  shown.set(id, { bubble, isStored: true });
  closeChoices();
  log.append(bubble);
  if (body.kind === "choices" && author !== "contact") log.append(choices(body.options ?? []));
  if (body.kind === "form") log.append(formButton(body.url));
  scrollDown();
}

function fillBubble(bubble, { author, body }) {
  if (author === "contact" && body.kind === "choices")
    return void (bubble.textContent = labelOf(body.text));
  if (body.kind === "media")
    return void (bubble.textContent =
      body.text || (body.mime?.startsWith("audio/") ? texts["web.voice"] : texts["web.file"]));
  linkify(bubble, body.kind === "form" ? withoutUrl(body.text, body.url) : (body.text ?? ""));
}

/** Text stays text; only what is an address of the web becomes a link. */
function linkify(parent, text) {
  for (const part of text.split(/(https?:\/\/[^\s\u2066-\u2069]+)/g)) {
    if (!/^https?:\/\//.test(part)) {
      parent.append(part);
      continue;
    }
    const link = element("a");
    link.href = part;
    link.target = "_blank";
    link.rel = "noopener noreferrer nofollow";
    link.dir = "ltr";
    link.textContent = part;
    parent.append(link);
  }
}

function withoutUrl(text, url) {
  return text.replace(
    new RegExp(`[\\u2066]?${url.replace(/[.*+?^${}()|[\]\\]/g, "\\$&")}[\\u2069]?\\n?`),
    "",
  );
}

const labels = new Map();
function labelOf(optionId) {
  return labels.get(optionId) ?? optionId;
}

function choices(options) {
  const group = element("div", "choices");
  group.setAttribute("role", "group");
  for (const { id, label } of options) {
    labels.set(id, label);
    const button = element("button");
    button.type = "button";
    button.textContent = label;
    button.addEventListener("click", () => {
      button.setAttribute("aria-pressed", "true");
      closeChoices();
      send({ choice: id }, label);
      input.focus({ preventScroll: true });
    });
    group.append(button);
  }
  return group;
}

/** A question that was answered, or that another one has followed, cannot be answered again by its buttons. */
function closeChoices() {
  for (const button of log.querySelectorAll(".choices button:not(:disabled)"))
    button.disabled = true;
}

function formButton(url) {
  const button = element("button", "open");
  button.type = "button";
  button.textContent = texts["web.form.open"];
  button.addEventListener("click", () => {
    frame.src = new URL(url).pathname;
    panel.showModal();
  });
  const group = element("div", "choices");
  group.append(button);
  return group;
}

function showWaiting(key, label) {
  const bubble = element("div", "bubble contact waiting");
  bubble.dir = "auto";
  bubble.textContent = label;
  const note = element("span", "note sending");
  note.textContent = texts["web.sending"];
  bubble.append(note);
  shown.set(key, { bubble, isStored: false });
  log.append(bubble);
  scrollDown();
}

function fail(key) {
  const note = shown.get(key)?.bubble.querySelector(".note.sending");
  if (note) note.textContent = texts["web.failed"];
}

function tell(text) {
  offline.textContent = text;
  offline.hidden = text === "";
}

function setOffline(isOffline) {
  tell(isOffline ? texts["web.offline"] : "");
}

function scrollDown() {
  log.scrollTop = log.scrollHeight;
}

function element(name, className = "") {
  const made = document.createElement(name);
  made.className = className;
  return made;
}

// ------------------------------------------------------------------ what the person does

document.getElementById("composer").addEventListener("submit", (event) => {
  event.preventDefault();
  const text = input.value.trim();
  if (text === "") return;
  input.value = "";
  grow();
  send({ text }, text);
});
input.addEventListener("keydown", (event) => {
  if (event.key !== "Enter" || event.shiftKey || event.isComposing) return;
  event.preventDefault();
  document.getElementById("composer").requestSubmit();
});
input.addEventListener("input", grow);
function grow() {
  input.style.blockSize = "auto";
  input.style.blockSize = `${Math.min(input.scrollHeight + 3, 144)}px`;
}

fileInput.addEventListener("change", async () => {
  const [file] = fileInput.files;
  fileInput.value = "";
  if (!file) return;
  if (file.size > MAX_FILE_BYTES) return tell(texts["web.too_large"]);
  const key = crypto.randomUUID();
  showWaiting(key, file.type.startsWith("audio/") ? texts["web.voice"] : texts["web.file"]);
  const form = new FormData();
  form.append("file", file);
  for (let tries = 0; tries < 5; tries++) {
    const response = await fetch(`${base}/messages`, {
      method: "POST",
      headers: authorized({ "idempotency-key": key }),
      body: form,
    }).catch(() => undefined);
    if (response && response.status < 500) {
      if (!response.ok) {
        fail(key);
        tell(response.status === 413 ? texts["web.too_large"] : texts["web.wrong_type"]);
      }
      return;
    }
    await pause(1_000 * (tries + 1));
  }
  fail(key);
});

document.getElementById("close").addEventListener("click", () => panel.close());
panel.addEventListener("close", () => {
  frame.removeAttribute("src");
  input.focus({ preventScroll: true });
});
frame.addEventListener("load", () => {
  let place = "";
  try {
    place = frame.contentWindow.location.pathname;
  } catch {
    return;
  }
  if (place.endsWith("/thanks")) setTimeout(() => panel.close(), 1_800);
});

// ------------------------------------------------------------------ the beginning

async function openSession() {
  const resume = /^#resume=([0-9A-Za-z]{11})$/.exec(location.hash)?.[1];
  for (;;) {
    const response = await fetch(`${base}/sessions`, {
      method: "POST",
      ...(resume
        ? { headers: { "content-type": "application/json" }, body: JSON.stringify({ resume }) }
        : {}),
    }).catch(() => undefined);
    if (response?.ok) {
      ({ token } = await response.json());
      keep("token", token);
      last = 0;
      shown.clear();
      log.replaceChildren();
      history.replaceState(null, "", location.pathname + location.search);
      return;
    }
    setOffline(true);
    await pause(1_500);
  }
}

async function begin() {
  if (!token || location.hash.startsWith("#resume=")) await openSession();
  for (const { key, label } of outbox) showWaiting(key, label);
  void listen();
  setInterval(() => void flush(), 3_000);
}
void begin();
