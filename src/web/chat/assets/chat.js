import { createApi } from "./api.js";
import { createBridge } from "./bridge.js";
import { createComposer } from "./composer.js";
import { createOutbox } from "./outbox.js";
import { createPanel } from "./panel.js";
import { createStorage } from "./storage.js";
import { createStream } from "./stream.js";
import { createTexts } from "./texts.js";
import { createThread } from "./thread.js";

/* Puts the parts of the chat page together; each lies in a file of its own. */

const config = JSON.parse(document.body.dataset.config);
const $ = (selector) => document.querySelector(selector);
const log = $("#log");
const banner = $("#banner");
const typing = $("#typing");

const storage = createStorage(`wasl ${config.base} `);
const texts = createTexts(config.texts, config.language);
const api = createApi({ base: config.base, storage, language: texts.language });
const bridge = createBridge({ sites: config.sites, onShown: () => composer.focus() });
const panel = createPanel({
  dialog: $("#panel"),
  texts,
  onDone(button) {
    if (button?.matches(".open-form")) {
      texts.put(button, "web.form.done");
      button.disabled = true;
    }
    composer.focus();
  },
});
const thread = createThread({
  log,
  texts,
  api,
  openForm: (path, from) => panel.open(path, from),
  isUnconfirmed: (key) => outbox.has(key),
  choose({ id, label, group }) {
    const message = group.closest(".bubble")?.dataset.id;
    send({
      body: { choice: id, ...(message ? { message } : {}) },
      shown: { kind: "text", text: label },
    });
    composer.focus();
  },
});
const outbox = createOutbox({
  storage,
  api,
  onState: (entry, state, detail) => thread.state(entry.key, state, detail),
  onExpired: expire,
});
const stream = createStream({ api, show, onState: tellState, onExpired: expire });
const composer = createComposer({
  form: $("#composer"),
  texts,
  storage,
  maxBytes: config.maxBytes,
  sendText: (text) => send({ body: { text }, shown: { kind: "text", text } }),
  sendFile: (file) =>
    send({
      file,
      shown: {
        kind: "media",
        mime: file.type,
        fileName: file.name,
        ...(file.type.startsWith("image/") ? { preview: URL.createObjectURL(file) } : {}),
      },
    }),
  complain: notice,
});

function send(entry) {
  const kept = outbox.put(entry);
  thread.pending(kept);
  scroll(true);
  waitForAnswer();
  void outbox.flush();
}

function show(item) {
  const isAtEnd = nearEnd();
  const bubble = thread.show(item);
  if (!bubble) return;
  bubble.dataset.id = item.id;
  if (item.author !== "contact") {
    typing.hidden = true;
    if (!isLoading && !(bridge.isShown() && document.hasFocus())) bridge.tell("unread");
  }
  scroll(isAtEnd || item.author === "contact");
}

// ---------------------------------------------------------------- what the person sees of the line

let isLoading = true;
let typingTimer;

function waitForAnswer() {
  typing.hidden = false;
  clearTimeout(typingTimer);
  typingTimer = setTimeout(() => (typing.hidden = true), LONGEST_TYPING_MS);
}
const LONGEST_TYPING_MS = 20_000;

let downTimer;

/** A short cut is mended before anybody would have noticed it: only a longer one is told. */
function tellState(state) {
  document.body.dataset.line = state;
  clearTimeout(downTimer);
  if (state === "open") {
    banner.hidden = true;
    outbox.hurry();
  } else
    downTimer = setTimeout(
      () => {
        texts.put(banner.querySelector("span"), "web.offline");
        banner.hidden = false;
        typing.hidden = true;
      },
      state === "offline" ? 0 : UNNOTICED_MS,
    );
}
const UNNOTICED_MS = 2_500;

function notice(key, vars) {
  const line = $("#notice");
  line.textContent = texts.text(key, vars);
  line.hidden = false;
  clearTimeout(line.timer);
  line.timer = setTimeout(() => (line.hidden = true), NOTICE_SHOWN_MS);
}
const NOTICE_SHOWN_MS = 8_000;

function nearEnd() {
  return log.scrollHeight - log.scrollTop - log.clientHeight < 120;
}

function scroll(toEnd) {
  $("#newer").hidden = toEnd || isLoading;
  if (toEnd || isLoading) log.scrollTop = log.scrollHeight;
}
log.addEventListener("scroll", () => nearEnd() && ($("#newer").hidden = true), { passive: true });
$("#newer").addEventListener("click", () => scroll(true));

// ---------------------------------------------------------------- sessions

function expire() {
  if (!api.hasSession()) return;
  api.forget();
  stream.reset();
  $("#expired").hidden = false;
  banner.hidden = true;
  typing.hidden = true;
}

$("#expired button").addEventListener("click", () => {
  $("#expired").hidden = true;
  thread.clear();
  for (const entry of outbox.entries()) thread.pending(entry);
  void start();
  composer.focus();
});

const wait = (ms) => new Promise((resolve) => setTimeout(resolve, ms));

async function openSession() {
  const from = new URLSearchParams(location.search).get("from") ?? undefined;
  let resume = new URLSearchParams(location.hash.slice(1)).get("resume") ?? undefined;
  if (resume) api.forget();
  for (let failures = 0; !api.hasSession(); failures++) {
    const answer = await api.open(resume, from);
    if (answer?.status === 201) break;
    if (resume && answer && answer.status < 500 && answer.status !== 429) {
      notice("web.resume.gone");
      resume = undefined;
      continue;
    }
    tellState("connecting");
    await wait(Math.min(LONGEST_WAIT_MS, 400 * 2 ** failures) * (0.5 + Math.random() / 2));
  }
  // A one-time link is of no use any more, and must not stay in the address.
  if (location.hash) history.replaceState(undefined, "", location.pathname + location.search);
}
const LONGEST_WAIT_MS = 10_000;

async function start() {
  isLoading = true;
  log.setAttribute("aria-busy", "true");
  for (const entry of outbox.entries()) thread.pending(entry);
  await openSession();
  await stream.history();
  if (!api.hasSession()) return;
  isLoading = false;
  log.setAttribute("aria-busy", "false");
  scroll(true);
  if (log.children.length === 0) waitForAnswer();
  void outbox.flush();
  void stream.follow();
}

addEventListener("online", () => {
  stream.hurry();
  outbox.hurry();
});
addEventListener("offline", () => tellState("offline"));
document.addEventListener("visibilitychange", () => document.hidden || stream.hurry());
document.addEventListener("keydown", (event) => {
  if (event.key === "Escape" && !panel.isOpen()) bridge.tell("close");
});
$("#language").addEventListener("click", () => {
  const text = texts.text("web.language.say");
  send({ body: { text }, shown: { kind: "text", text } });
});

bridge.tell("ready");
void start();
