import { readdirSync, readFileSync } from "node:fs";

export type Language = "ar" | "en";
const LOCALES = new URL("../../locales/", import.meta.url);

/** Every text of a language by its key. `web.json` holds the words of pages, not of messages. */
export function readTexts(language: Language): ReadonlyMap<string, string> {
  const folder = new URL(`${language}/`, LOCALES);
  const files = readdirSync(folder).filter((name) => name.endsWith(".json") && name !== "web.json");
  return new Map(files.flatMap((name) => entries(new URL(name, folder))));
}

export function readFiles(language: Language): [file: string, keys: string[]][] {
  const folder = new URL(`${language}/`, LOCALES);
  return readdirSync(folder)
    .filter((name) => name.endsWith(".json") && name !== "web.json")
    .map((name) => [name, entries(new URL(name, folder)).map(([key]) => key)]);
}

export const samples: Record<string, string> = Object.fromEntries(
  entries(new URL("placeholders.json", LOCALES)),
);
export const budget: Record<string, number> = JSON.parse(
  readFileSync(new URL("sms-budget.json", LOCALES), "utf8"),
) as Record<string, number>;

function entries(file: URL): [string, string][] {
  return Object.entries(JSON.parse(readFileSync(file, "utf8")) as Record<string, string>);
}

/** A key without the suffixes of its channel and plural. */
export function bareKey(key: string): string {
  return key.replace(/_(zero|one|two|few|many|other)$/, "").replace(/\.(web|wa|sms|sms-out)$/, "");
}

export function placeholdersOf(text: string): string[] {
  return [...text.matchAll(/\{([a-z0-9_]+)\}/g)].map(([, name = ""]) => name);
}

export function fill(text: string): string {
  return text.replace(/\{([a-z0-9_]+)\}/g, (_, name: string) => samples[name] ?? "");
}

const LABEL_FILES = new Set([
  "section",
  "service",
  "document",
  "state",
  "field",
  "count",
  "day",
  "hours",
  "clause",
  "list",
  "word",
  "progress",
  "yes_no",
  "form",
  "inbox",
]);

/** A text that is sent as a message of its own, not a label, a hint or a part of another. */
export function isMessage(key: string): boolean {
  const [first = ""] = key.split(".");
  return (
    !LABEL_FILES.has(first) &&
    !/\.(option|also|hint|example|item|question|empty|min)(\.|$)/.test(key) &&
    !isHint(key)
  );
}

/** Words that a person may type are the person's own, in any spelling. */
export function isTyped(key: string): boolean {
  return key.endsWith(".also");
}

function isHint(key: string): boolean {
  return /^err\.(hint|example)/.test(key);
}
