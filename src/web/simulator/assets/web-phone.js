/* The real page of the web chat, in a frame. */
import { language } from "./texts.js";

export function createWebPhone(section, { onChange, onUse }) {
  const frame = section.querySelector("iframe");
  const link = section.querySelector(".out");
  const url = section.querySelector(".url");
  let base = "";
  const stored = (name) => `wasl ${base} ${name}`;

  function load() {
    link.href = language === "ar" ? base : `${base}?lang=${language}`;
    frame.src = link.href;
    url.textContent = `${location.host}${base}`;
  }

  section.querySelector(".renew").addEventListener("click", () => {
    for (const name of Object.keys(sessionStorage))
      if (name.startsWith(stored(""))) sessionStorage.removeItem(name);
    load();
    onUse();
    onChange();
  });
  // Going into a frame is not told to the page around it: it only loses the focus itself.
  window.addEventListener("blur", () => document.activeElement === frame && onUse());

  return {
    /** Undefined until the page in the frame has opened its session. */
    lane() {
      const token = JSON.parse(sessionStorage.getItem(stored("token")) ?? "null");
      return token ? `${base.split("/").at(-1)}|${token}` : undefined;
    },
    open(association) {
      base = `/chat/${association.id}-web`;
      load();
    },
    draw() {},
  };
}
