import { useSyncExternalStore } from "react";

/** What a member of staff has chosen on this device. Nothing here is about a person who asks for help. */
export interface Preferences {
  language: "ar" | "en";
  theme: "system" | "light" | "dark";
  digits: "latn" | "arab";
  shortcuts: boolean;
  sound: boolean;
  desktop: boolean;
}

const KEY = "wasl.preferences";
const standard: Preferences = {
  language: "ar",
  theme: "system",
  digits: "latn",
  shortcuts: true,
  sound: true,
  desktop: false,
};
let current: Preferences = { ...standard, ...stored() };
const listeners = new Set<() => void>();

export function usePreferences(): Preferences {
  return useSyncExternalStore(subscribe, () => current);
}

export function preferences(): Preferences {
  return current;
}

export function prefer(change: Partial<Preferences>): void {
  current = { ...current, ...change };
  try {
    localStorage.setItem(KEY, JSON.stringify(current));
  } catch {
    // A browser that keeps nothing forgets the choice with the page, and that is all.
  }
  applyTheme();
  for (const listener of listeners) listener();
}

/** The theme stands on the document, so that one set of colours is enough. */
function applyTheme(): void {
  const isDark = current.theme === "dark" || (current.theme === "system" && prefersDark().matches);
  document.documentElement.dataset["theme"] = isDark ? "dark" : "light";
}

export function followSystemTheme(): void {
  prefersDark().addEventListener("change", applyTheme);
  applyTheme();
}

function prefersDark(): MediaQueryList {
  return matchMedia("(prefers-color-scheme: dark)");
}

function subscribe(listener: () => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

function stored(): Partial<Preferences> {
  try {
    return JSON.parse(localStorage.getItem(KEY) ?? "{}") as Partial<Preferences>;
  } catch {
    return {};
  }
}
