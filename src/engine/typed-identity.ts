import { readNationalId } from "../language/national-id.ts";
import { findPersonalNumbers } from "../language/personal-numbers.ts";
import { proceed } from "./proceed.ts";
import { flowOf, type Run } from "./run.ts";
import { say } from "./say.ts";
import { keep } from "./steps/ask.ts";

const MOST_OTHER_WORDS = 4; // "my identity number is ..."; a longer text tells something else as well

/**
 * An identity number that is written into the chat although the secure page asks for it: WhatsApp forbids us to ask, not
 * a person to write. It is taken like that of the page, confirmed by its last four digits, and the open question comes
 * again. False when the message is about something else.
 */
export function takeTypedIdentity(run: Run, text: string): boolean {
  const [found, ...more] = findPersonalNumbers(text);
  if (found?.kind !== "national_id" || more.length > 0) return false;
  const others = `${text.slice(0, found.start)} ${text.slice(found.end)}`.match(/\p{L}+/gu) ?? [];
  const awaited = others.length <= MOST_OTHER_WORDS ? awaitedByPage(run) : undefined;
  if (!awaited) return false;
  const reading = readNationalId(found.value);
  run.secretInput = true;
  if (reading.ok) keep(run, awaited.name, awaited.variable, reading.value);
  const key = reading.ok ? "intake.identity.done" : "intake.identity.invalid";
  say(run, key, { vars: { last4: found.value.slice(-4) } });
  proceed(run, "again");
  return true;
}

/** The identity that a page was sent for in a flow which is under way; the page itself stays good. */
function awaitedByPage(run: Run) {
  for (const frame of run.state.frames)
    for (const [name, variable] of flowOf(run, frame).vars)
      if (variable.type === "national_id" && run.state.values[`form_${name}`] !== undefined)
        return { name, variable };
  return undefined;
}
