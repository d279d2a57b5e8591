import { useEffect, useRef } from "react";
import { usePreferences } from "./preferences.ts";

/** Keys are places on the keyboard (`event.code`), so that they are the same under an Arabic layout. */
export type Shortcuts = Partial<Record<string, () => void>>;

/** Listens while the page is not being typed in, no dialog is open and shortcuts are switched on. */
export function useShortcuts(shortcuts: Shortcuts): void {
  const { shortcuts: isOn } = usePreferences();
  const current = useRef(shortcuts);
  current.current = shortcuts;

  useEffect(() => {
    if (!isOn) return;
    const hear = (event: KeyboardEvent) => {
      if (event.defaultPrevented || event.ctrlKey || event.metaKey || event.altKey) return;
      if (isTyping(event.target) || document.querySelector("dialog[open],[role=menu]")) return;
      const name = event.shiftKey ? `Shift+${event.code}` : event.code;
      const act = Object.hasOwn(current.current, name) ? current.current[name] : undefined;
      if (!act) return;
      event.preventDefault();
      act();
    };
    window.addEventListener("keydown", hear);
    return () => window.removeEventListener("keydown", hear);
  }, [isOn]);
}

function isTyping(target: EventTarget | null): boolean {
  return (
    target instanceof HTMLElement &&
    (target.isContentEditable || /^(INPUT|TEXTAREA|SELECT)$/.test(target.tagName))
  );
}
