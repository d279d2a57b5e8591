/*
 * <script src="https://.../widget.js" data-channel="khuta-web" defer></script>
 * Puts a button and a frame of its own origin into any site: the site cannot read the chat, the chat cannot read the site.
 */
(() => {
  "use strict";
  const script = document.currentScript;
  const origin = new URL(script.src).origin;
  const channel = script.dataset.channel;
  const label = script.dataset.label || "محادثة";
  if (!/^[a-z]+-web$/.test(channel || "")) return;

  const host = document.createElement("div");
  const root = host.attachShadow({ mode: "closed" });
  const sheet = new CSSStyleSheet();
  sheet.replaceSync(`
    button { position: fixed; inset-block-end: 1rem; inset-inline-end: 1rem; z-index: 2147483000; min-block-size: 3.5rem; padding: 0 1.4rem; border: 0; border-radius: 1.75rem; background: #0b6b58; color: #fff; font: 700 1.05rem system-ui, sans-serif; cursor: pointer; box-shadow: 0 6px 24px rgb(0 0 0 / .25); }
    button:focus-visible { outline: 3px solid #12302b; outline-offset: 3px; }
    iframe { position: fixed; inset-block-end: 5.2rem; inset-inline-end: 1rem; z-index: 2147483000; inline-size: min(25rem, calc(100vw - 2rem)); block-size: min(40rem, calc(100vh - 6.5rem)); border: 0; border-radius: 1rem; box-shadow: 0 12px 40px rgb(0 0 0 / .3); background: #fff; }
    iframe[hidden] { display: none; }`);
  root.adoptedStyleSheets = [sheet];

  const button = document.createElement("button");
  button.type = "button";
  button.textContent = label;
  button.setAttribute("aria-expanded", "false");
  root.append(button);
  document.body.append(host);
  let frame;

  function toggle(isOpen) {
    if (!frame) {
      frame = document.createElement("iframe");
      frame.title = label;
      frame.setAttribute("sandbox", "allow-scripts allow-same-origin allow-forms allow-popups");
      frame.src = `${origin}/chat/${channel}`;
      root.append(frame);
    }
    frame.hidden = !isOpen;
    button.setAttribute("aria-expanded", String(isOpen));
    if (isOpen) frame.focus();
    else button.focus();
  }
  button.addEventListener("click", () => toggle(!frame || frame.hidden));
  document.addEventListener("keydown", (event) => {
    if (event.key === "Escape" && frame && !frame.hidden) toggle(false);
  });
})();
