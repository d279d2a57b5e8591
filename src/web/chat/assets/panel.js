/**
 * The one-time page inside the chat. It holds no script of its own, so this page watches where it has come to: on the
 * thank-you page it closes. `showModal` keeps the focus inside and closes by Esc.
 */
export function createPanel({ dialog, texts, onDone }) {
  const frame = dialog.querySelector("iframe");
  let opener;
  let isDone = false;

  dialog.querySelector(".close").addEventListener("click", () => dialog.close());
  dialog.addEventListener("close", () => {
    frame.removeAttribute("src");
    frame.src = "about:blank";
    opener?.focus();
    if (isDone) onDone(opener);
  });
  frame.addEventListener("load", () => {
    if (!dialog.open || !locationOf(frame).endsWith("/thanks")) return;
    isDone = true;
    setTimeout(() => dialog.open && dialog.close(), THANKS_SHOWN_MS);
  });

  return {
    open(path, from) {
      opener = from;
      isDone = false;
      frame.src = `${path}?panel=1&lang=${texts.language()}`;
      dialog.showModal();
    },
    isOpen: () => dialog.open,
  };
}

const THANKS_SHOWN_MS = 1_600;

function locationOf(frame) {
  try {
    return frame.contentWindow.location.pathname;
  } catch {
    return "";
  }
}
