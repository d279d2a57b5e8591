import { smaller } from "./smaller-image.js";

/** The line at the foot: write, attach, send. What was begun survives a reload. */
export function createComposer({ form, texts, storage, maxBytes, sendText, sendFile, complain }) {
  const input = form.querySelector("textarea");
  const picker = form.querySelector("input[type=file]");
  const attach = form.querySelector(".attach");

  input.value = storage.get("draft") ?? "";
  grow();

  input.addEventListener("input", () => {
    storage.set("draft", input.value);
    grow();
  });
  input.addEventListener("keydown", (event) => {
    if (event.key !== "Enter" || event.shiftKey || event.isComposing) return;
    event.preventDefault();
    form.requestSubmit();
  });
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    const text = input.value.trim();
    if (!text) return;
    input.value = "";
    storage.remove("draft");
    grow();
    sendText(text);
    input.focus();
  });

  attach.addEventListener("click", () => picker.click());
  picker.addEventListener("change", async () => {
    const [chosen] = picker.files;
    picker.value = "";
    if (!chosen) return;
    const file = await smaller(chosen);
    if (file.size > maxBytes)
      complain("web.error.too_large", { max_mb: Math.floor(maxBytes / 1_000_000) });
    else sendFile(file);
    attach.focus();
  });

  function grow() {
    input.style.height = "auto";
    input.style.height = `${Math.min(input.scrollHeight, TALLEST_PX)}px`;
  }

  texts.onChange(grow);
  return { focus: () => input.focus() };
}

const TALLEST_PX = 160;
