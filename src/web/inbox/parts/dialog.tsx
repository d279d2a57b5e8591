import { useEffect, useId, useRef, type ReactNode } from "react";
import { X } from "lucide-react";
import { useWords } from "../base/texts.tsx";

/** The browser's own modal dialog: it keeps the focus, closes on Escape and gives the focus back. */
export function Dialog(props: {
  title: string;
  onClose: () => void;
  wide?: boolean;
  children: ReactNode;
}) {
  const { t } = useWords();
  const dialog = useRef<HTMLDialogElement>(null);
  const heading = useId();
  useEffect(() => {
    const before = document.activeElement;
    const opened = dialog.current;
    if (opened && !opened.open) opened.showModal();
    return () => {
      opened?.close();
      if (before instanceof HTMLElement && before.isConnected) before.focus();
    };
  }, []);

  return (
    <dialog
      ref={dialog}
      aria-labelledby={heading}
      onCancel={(event) => {
        event.preventDefault();
        props.onClose();
      }}
      className={`m-auto max-h-[92dvh] w-[calc(100%-1.5rem)] ${props.wide ? "max-w-4xl" : "max-w-lg"} overflow-y-auto rounded-2xl border border-line bg-card p-0 text-ink shadow-card`}
    >
      <header className="sticky top-0 z-10 flex items-center gap-3 border-b border-line bg-card py-2 ps-5 pe-2">
        <h2 id={heading} className="flex-1 text-base font-bold">
          {props.title}
        </h2>
        <button
          type="button"
          className="btn btn-quiet btn-icon"
          aria-label={t("inbox.close")}
          onClick={props.onClose}
        >
          <X size={20} aria-hidden="true" />
        </button>
      </header>
      <div className="grid gap-4 p-5">{props.children}</div>
    </dialog>
  );
}
