/* WhatsApp on a person's telephone: files, places and voice notes beside texts, and how the association's number is. */
import { post } from "./api.js";
import { make } from "./dom.js";
import { attempt, tell } from "./news.js";
import { samplePhoto } from "./sample-photo.js";
import { createTextPhone } from "./text-phone.js";
import { text } from "./texts.js";

const MAX_BYTES = 8_000_000;
const HARAM = { lat: 21.4225, lng: 39.8262 }; // a place that everybody knows

export function createWhatsappPhone(section, { onChange, onUse }) {
  const find = (selector) => section.querySelector(selector);
  const phone = createTextPhone(section, {
    kind: "whatsapp",
    hello: "hello.whatsapp",
    send: (message) => attempt(() => post("inbound", message)),
    content: contentOf,
    onChange,
    onUse,
  });
  const sheet = find(".attach");
  const light = find(".light");
  const buttons = { offline: find('[data-line="offline"]'), link: find('[data-line="link"]') };
  const read = new Set();

  const attachments = {
    photo: async () => ({ file: await asFile(await samplePhoto(text("attach.sample"))) }),
    voice: async () => ({ voice: true }),
    place: async () => ({ place: { ...HARAM, label: text("place.label") } }),
  };

  async function attach(compose) {
    sheet.open = false;
    const message = await compose();
    if (message) await phone.give(message);
  }
  for (const button of section.querySelectorAll("[data-attach]"))
    button.addEventListener("click", () => void attach(attachments[button.dataset.attach]));
  find("[type=file]").addEventListener("change", ({ target }) => {
    const [file] = target.files;
    if (!file) return;
    target.value = "";
    if (file.size > MAX_BYTES) tell(text("attach.too_large"), "bad");
    else void attach(async () => ({ file: await asFile(file) }));
  });

  for (const button of Object.values(buttons))
    button.addEventListener("click", async () => {
      const { fault } = button.dataset;
      const done = await attempt(() =>
        post("faults", { kind: fault, channelId: phone.channelId() }),
      );
      if (done) tell(text(`planned.${fault}`));
      onChange();
    });

  /** Whoever looks at the telephone has read what arrived there. */
  function markRead(messages) {
    const fresh = messages.filter(({ id, status }) => status === "delivered" && !read.has(id));
    if (fresh.length === 0 || document.hidden) return;
    for (const { id } of fresh) read.add(id);
    const person = { channelId: phone.channelId(), from: phone.number() };
    void post("read", person).catch(() => undefined);
  }

  function drawLine({ state, code, isOnline } = { state: "stopped", isOnline: true }) {
    const isReady = state === "ready" && isOnline;
    light.dataset.state = isReady ? "running" : state;
    const words = state === "ready" && !isOnline ? "offline" : state;
    setText(light, text(`line.${words}`, { code: code ?? "" }));
    offer(buttons.offline, isOnline ? "offline" : "online", state === "ready");
    offer(buttons.link, code ? "link" : "unlink", code !== undefined || isReady);
  }

  return {
    ...phone,
    draw(messages, line) {
      phone.draw(messages);
      drawLine(line);
      markRead(messages);
    },
  };
}

function offer(button, what, isPossible) {
  button.hidden = !isPossible;
  button.dataset.fault = `whatsapp_${what}`;
  setText(button, text(`line.do.${what}`));
}

/** Said once: a line that listeners hear is not said again every moment. */
function setText(place, words) {
  if (place.textContent !== words) place.textContent = words;
}

function contentOf({ kind, file, text: words, written }) {
  if (kind === "location") return [label("place"), words];
  if (!file) return [written || words || "…"];
  return [label(file.mime.split("/")[0]), words];
}

function label(kind) {
  return make("span", `kind ${kind}`, text(`kind.${kind}`));
}

async function asFile(blob) {
  const bytes = new Uint8Array(await blob.arrayBuffer());
  let binary = "";
  for (let at = 0; at < bytes.length; at += 32_768)
    binary += String.fromCharCode(...bytes.subarray(at, at + 32_768));
  return { mime: blob.type, data: btoa(binary), ...(blob.name ? { name: blob.name } : {}) };
}
