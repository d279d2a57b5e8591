import { languageOf } from "./texts.js";
import { richText } from "./rich-text.js";

/**
 * The messages as they are seen and read aloud. A message of the person appears at once as "being sent" and becomes the
 * stored one when the log brings it back under its key; it is one element throughout, so it is announced once.
 */
export function createThread({ log, texts, api, choose, openForm, isUnconfirmed }) {
  const byId = new Map();
  const isForm = (href) => formPath(href) !== undefined;

  function bubbleFor(id, author) {
    const known = byId.get(id);
    if (known) return known;
    const bubble = document.createElement("article");
    bubble.className = `bubble from-${author}`;
    bubble.append(texts.put(element("span", "who"), `web.who.${author}`));
    byId.set(id, bubble);
    return bubble;
  }

  function fill(bubble, body, id) {
    for (const old of bubble.querySelectorAll(":scope > :not(.who):not(.state)")) old.remove();
    const state = bubble.querySelector(".state");
    const parts = [];
    const text = body.kind === "form" ? withoutLink(body) : body.text;
    if (text) parts.push(paragraph(text));
    if (body.kind === "choices" && body.options) parts.push(choices(body.options));
    if (body.kind === "form") parts.push(formButton(body.url));
    if (body.kind === "media") parts.push(file(body, id));
    bubble.append(...parts);
    if (state) bubble.append(state);
  }

  function paragraph(text) {
    const words = element("p", "text");
    words.dir = "auto";
    words.append(
      richText(text.trim(), { isForm, openForm: (href, from) => openForm(formPath(href), from) }),
    );
    return words;
  }

  function choices(options) {
    const group = texts.label(element("div", "choices"), "web.choices");
    group.setAttribute("role", "group");
    for (const { id, label } of options) {
      const button = element("button", "choice");
      button.type = "button";
      button.dir = "auto";
      button.textContent = label;
      button.addEventListener("click", () => choose({ id, label, group }));
      group.append(button);
    }
    return group;
  }

  function formButton(url) {
    const button = texts.put(element("button", "open-form"), "web.form.open");
    button.type = "button";
    button.addEventListener("click", () => openForm(formPath(url) ?? url, button));
    return button;
  }

  function file({ mime = "", fileName, preview }, id) {
    const box = element("div", "file");
    const name = document.createElement("bdi");
    name.textContent =
      fileName ?? texts.text(mime.startsWith("audio/") ? "web.file.voice" : "web.file");
    if (mime.startsWith("image/")) {
      const image = element("img", "picture");
      image.alt = name.textContent;
      if (preview) image.src = preview;
      else void api.file(id).then((blob) => blob && (image.src = URL.createObjectURL(blob)));
      box.append(image);
      return box;
    }
    const button = texts.put(element("button", "download"), "web.file.open");
    button.type = "button";
    button.addEventListener("click", () => void download(id, fileName));
    box.append(name, button);
    return box;
  }

  async function download(id, fileName) {
    const blob = await api.file(id);
    if (!blob) return;
    const anchor = document.createElement("a");
    anchor.href = URL.createObjectURL(blob);
    anchor.download = fileName ?? "";
    anchor.click();
    setTimeout(() => URL.revokeObjectURL(anchor.href), 60_000);
  }

  /** Below everything that is stored, above what is still on its way. */
  function place(bubble) {
    bubble.classList.remove("unplaced");
    log.insertBefore(bubble, log.querySelector(".unplaced") ?? null);
  }

  /** Who has answered, in whatever way, has answered: old buttons no longer mean what is asked now. */
  function settleChoices(answer) {
    for (const group of log.querySelectorAll(".choices:not(.settled)")) {
      group.classList.add("settled");
      for (const button of group.children) {
        if (button.textContent === answer) button.setAttribute("aria-pressed", "true");
        button.disabled = true;
      }
    }
  }

  function setState(bubble, key) {
    bubble.querySelector(".state")?.remove();
    if (key) bubble.append(texts.put(element("span", "state"), key));
  }

  /** The log has it and the server has said so: nothing is left to be told. */
  function confirm(bubble) {
    bubble.classList.remove("pending");
    bubble.querySelector("progress")?.remove();
    setState(bubble, undefined);
  }

  return {
    /** An item of the log. */
    show(item) {
      if (item.type === "status") {
        const bubble = byId.get(item.id);
        if (bubble?.classList.contains("from-contact"))
          setState(bubble, `web.status.${item.status}`);
        return undefined;
      }
      const bubble = bubbleFor(item.id, item.author);
      const preview = bubble.querySelector(".picture")?.src;
      bubble.dataset.seq = item.seq;
      if (item.key) bubble.dataset.key = item.key;
      bubble.classList.remove("refused");
      fill(bubble, preview ? { ...item.body, preview } : item.body, item.id);
      place(bubble);
      if (!isUnconfirmed(item.id)) confirm(bubble);
      if (item.author === "contact") settleChoices(item.body.text);
      else {
        const spoken = languageOf(item.body.text ?? "");
        if (spoken && item.author !== "staff") texts.speak(spoken);
      }
      return bubble;
    },

    /** What was just written and is not stored yet. */
    pending({ key, shown }) {
      if (byId.has(key)) return byId.get(key);
      const bubble = bubbleFor(key, "contact");
      bubble.classList.add("pending", "unplaced");
      fill(bubble, shown, key);
      setState(bubble, "web.state.waiting");
      log.append(bubble);
      settleChoices(shown.text);
      return bubble;
    },

    state(key, state, detail) {
      const bubble = byId.get(key);
      if (!bubble?.classList.contains("pending")) return;
      if (state === "sent" && bubble.dataset.seq) {
        confirm(bubble);
        return;
      }
      setState(bubble, state === "refused" ? errorKey(texts, detail) : `web.state.${state}`);
      if (state === "refused") {
        bubble.classList.add("refused");
        bubble.classList.remove("pending");
        place(bubble);
        reopenLast(log);
      }
      if (state === "sending" && typeof detail === "number")
        progressOf(bubble, texts).value = detail;
    },

    clear() {
      byId.clear();
      log.replaceChildren();
    },
  };
}

/** The path of a one-time page of ours, whatever host the link was written with. */
function formPath(href) {
  try {
    const { pathname } = new URL(href, location.href);
    return /^\/form\/[0-9A-Za-z]{11}$/.test(pathname) ? pathname : undefined;
  } catch {
    return undefined;
  }
}

/** The button stands for the link, and for the line that it had to itself. */
function withoutLink({ text = "", url }) {
  return text.replace(url, "").replace(/[ \t]*\n\s*\n/g, "\n");
}

/** What was refused has answered nothing. */
function reopenLast(log) {
  const group = [...log.querySelectorAll(".choices")].at(-1);
  group?.classList.remove("settled");
  for (const button of group?.children ?? []) {
    button.disabled = false;
    button.removeAttribute("aria-pressed");
  }
}

function progressOf(bubble, texts) {
  const known = bubble.querySelector("progress");
  if (known) return known;
  const bar = texts.label(document.createElement("progress"), "web.state.sending");
  bubble.querySelector(".state").before(bar);
  return bar;
}

function errorKey(texts, code) {
  const key = `web.error.${(code ?? "").replace(/^\w+\./, "")}`;
  return texts.text(key) === key ? "web.error.refused" : key;
}

function element(name, className) {
  const made = document.createElement(name);
  made.className = className;
  return made;
}
