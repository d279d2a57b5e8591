/*
 * <script src="https://.../widget.js" data-channel="khuta-web" defer></script>
 *
 * Puts a button and a frame of Wasl's own origin into a site. The site cannot read the chat and the chat cannot read the
 * site: they exchange "shown", "hidden", "close" and "unread", each checked against the exact origin of the other.
 * The site's policy needs this script's origin under script-src and frame-src, and nothing more.
 */
(() => {
  "use strict";
  const script = document.currentScript;
  const channel = script?.dataset.channel ?? "";
  if (
    !/^[a-z][a-z0-9]*-web$/.test(channel) ||
    document.querySelector(`wasl-chat[data-channel="${channel}"]`)
  )
    return;
  const origin = new URL(script.src).origin;
  const language =
    (script.dataset.language ?? document.documentElement.lang) === "en" ? "en" : "ar";
  const texts = JSON.parse("{{texts}}")[language]; // the server fills it from its locales

  const host = document.createElement("wasl-chat");
  host.dataset.channel = channel;
  host.dir = language === "ar" ? "rtl" : "ltr";
  const root = host.attachShadow({ mode: "closed" });
  const sheet = new CSSStyleSheet(); // made by script, so the site's style-src does not matter
  sheet.replaceSync(`
    :host { all: initial; }
    [hidden] { display: none !important; }
    button { position: fixed; inset-block-end: 1rem; inset-inline-end: 1rem; z-index: 2147483000; display: flex;
      align-items: center; gap: .6rem; min-block-size: 3.5rem; padding: 0 1.35rem; border: 2px solid #fff;
      border-radius: 1.75rem; background: ${accentOf(script)}; color: #fff; cursor: pointer;
      font: 700 1.0625rem/1.4 "IBM Plex Sans Arabic", "Noto Sans Arabic", "Segoe UI", Tahoma, system-ui, sans-serif;
      box-shadow: 0 6px 22px rgb(0 0 0 / .28); }
    button:focus-visible { outline: 3px solid #16302b; outline-offset: 3px; }
    .dot { min-inline-size: 1.6rem; padding: 0 .35rem; border-radius: 999px; background: #fff; color: #16302b; text-align: center; }
    iframe { position: fixed; inset-block-end: 5.4rem; inset-inline-end: 1rem; z-index: 2147483000;
      inline-size: min(26rem, calc(100vw - 2rem)); block-size: min(42rem, calc(100dvh - 6.6rem)); border: 0;
      border-radius: 1rem; background: #fff; box-shadow: 0 14px 44px rgb(0 0 0 / .32); }
    @media (max-width: 30rem) { iframe { inset: 0 0 4.8rem; inline-size: 100vw; block-size: calc(100dvh - 4.8rem); border-radius: 0; } }`);
  root.adoptedStyleSheets = [sheet];

  const button = document.createElement("button");
  button.type = "button";
  const label = document.createElement("span");
  const dot = document.createElement("span");
  dot.className = "dot";
  dot.hidden = true;
  button.append(label, dot);
  root.append(button);
  let frame;
  let unread = 0;
  name();

  function open() {
    if (!frame) {
      frame = document.createElement("iframe");
      frame.title = texts.title;
      frame.setAttribute("sandbox", "allow-scripts allow-same-origin allow-forms allow-popups");
      frame.src = `${origin}/chat/${channel}?site=${encodeURIComponent(location.origin)}&lang=${language}`;
      root.append(frame);
    }
    frame.hidden = false;
    unread = 0;
    name();
    frame.focus();
    tell("shown");
  }

  function close() {
    frame.hidden = true;
    name();
    tell("hidden");
    button.focus();
  }

  function name() {
    const isOpen = frame !== undefined && !frame.hidden;
    label.textContent = isOpen ? texts.close : texts.open;
    button.setAttribute("aria-expanded", String(isOpen));
    dot.hidden = unread === 0;
    dot.textContent = String(unread);
    dot.setAttribute("aria-label", texts.unread.replace("{count}", String(unread)));
  }

  function tell(what) {
    frame.contentWindow?.postMessage({ wasl: what }, origin);
  }

  button.addEventListener("click", () => (frame && !frame.hidden ? close() : open()));
  document.addEventListener("keydown", (event) => {
    if (event.key === "Escape" && frame && !frame.hidden) close();
  });
  window.addEventListener("message", ({ origin: from, source, data }) => {
    if (from !== origin || !frame || source !== frame.contentWindow) return;
    if (data?.wasl === "ready" && !frame.hidden) tell("shown");
    if (data?.wasl === "close" && !frame.hidden) close();
    if (data?.wasl === "unread" && frame.hidden) {
      unread += 1;
      name();
    }
  });
  document.body.append(host);

  /** A colour of the site's own; white must be readable on it, so only dark ones are taken. */
  function accentOf({ dataset }) {
    const [, red, green, blue] =
      /^#([0-9a-f]{2})([0-9a-f]{2})([0-9a-f]{2})$/i.exec(dataset.color ?? "") ?? [];
    if (!red) return "#0b6455";
    const [r, g, b] = [red, green, blue].map((hex) => (parseInt(hex, 16) / 255) ** 2.2);
    return 0.2126 * r + 0.7152 * g + 0.0722 * b < 0.18 ? dataset.color : "#0b6455";
  }
})();
