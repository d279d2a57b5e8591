import { commandFor } from "../setup.mjs";
import { systemParts } from "../machine.mjs";
import type { Environment } from "../../src/config.ts";

/** `fault`: something will not work. `note`: works, with a consequence one should know. */
export interface Finding {
  state: "ok" | "note" | "fault";
  /** Never a secret: addresses are shown without credentials. */
  text: string;
  fix?: { en: string; ar: string };
}
export type Check = (env: Environment) => Finding | Promise<Finding>;

export function ok(text: string): Finding {
  return { state: "ok", text };
}

export function note(text: string, en: string, ar: string): Finding {
  return { state: "note", text, fix: { en, ar } };
}

export function fault(text: string, en: string, ar: string): Finding {
  return { state: "fault", text, fix: { en, ar } };
}

/** A part of the system is not there: the fix is the command that installs it. */
export function missing(name: keyof typeof systemParts): Finding {
  const { packages, without } = systemParts[name];
  return fault(`not found: ${without}`, commandFor(packages), commandFor(packages));
}

/** The kind of an error; its message may hold an address with a password. */
export function nameOf(error: unknown): string {
  if (!(error instanceof Error)) return "failed";
  if ("code" in error && typeof error.code === "string") return error.code;
  return error.cause instanceof Error ? nameOf(error.cause) : error.name;
}
