import { handOff } from "./handoff.ts";
import { topFrame, type Move, type Run } from "./run.ts";
import { hasText, say } from "./say.ts";
import type { Option } from "./types.ts";

interface Question {
  attempts?: number | undefined;
  onFail?: "staff" | "skip" | "end" | undefined;
  onInvalid?: Record<string, string> | undefined;
}

const DEFAULT_ATTEMPTS = 3;

/**
 * The ladder for one question (conversation.md 18): what was not understood, then an example, then a person.
 * Nothing that was given before is lost.
 */
export function failQuestion(
  run: Run,
  step: Question,
  key: string,
  reason: string,
  options: Option[] = [],
): Move {
  const frame = topFrame(run);
  if (!frame) return "wait";
  frame.failures += 1;
  if (frame.failures >= (step.attempts ?? DEFAULT_ATTEMPTS)) return giveUp(run, step);
  const first = reasonText(run, step, key, reason);
  const text = frame.failures === 1 || reason !== "unclear" ? (first ?? "err.1") : "err.2";
  say(run, text, { vars: aids(run, key), options });
  return "wait";
}

/** The text that says why an answer cannot be taken; undefined where only the general ones remain. */
export function reasonText(
  run: Run,
  { onInvalid }: Question,
  key: string,
  reason: string,
): string | undefined {
  const special = onInvalid && Object.hasOwn(onInvalid, reason) ? onInvalid[reason] : undefined;
  return [special, `${key}.invalid.${reason}`, `${key}.invalid`, `err.reason.${reason}`].find(
    (each): each is string => each !== undefined && hasText(run, each),
  );
}

function giveUp(run: Run, step: Question): Move {
  switch (step.onFail ?? "staff") {
    case "skip":
      return "next";
    case "end":
      return { end: "cancelled" };
    case "staff":
      say(run, "err.3");
      handOff(run, "attempts", "normal");
      say(run, "staff.registered");
      return { end: "handoff" };
  }
}

/** What helps to answer: a hint and an example, in the words of this channel. */
export function aids(run: Run, key: string) {
  return {
    hint: { $text: hasText(run, `${key}.hint`) ? `${key}.hint` : "err.hint" },
    hint_short: { $text: hasText(run, `${key}.hint`) ? `${key}.hint` : "err.hint" },
    example: { $text: hasText(run, `${key}.example`) ? `${key}.example` : "err.example" },
  };
}
