import type { Run } from "./run.ts";
import { wish } from "./run.ts";
import { varsFor } from "./variables.ts";
import type { Attachment, Option, Purpose, Vars } from "./types.ts";

/** Says a text to the person. Returns the effect's id. */
export function say(
  run: Run,
  key: string,
  more: {
    vars?: Vars;
    options?: Option[];
    form?: string;
    purpose?: Purpose;
    wording?: string | undefined;
    attachment?: Attachment;
    /** The event of a case that it tells of; by itself that of the event that is being told. */
    about?: { event?: string; caseId?: string };
    /** To this number instead of where the person writes. */
    phone?: string;
  } = {},
): string {
  const about = more.about ?? run.telling;
  return wish(run, {
    kind: "send",
    key,
    ...(more.wording && more.wording !== key ? { wording: more.wording } : {}),
    vars: varsFor(run, more.wording ?? key, more.vars),
    ...(more.options && more.options.length > 0 ? { options: more.options } : {}),
    ...(more.form ? { form: more.form } : {}),
    purpose: more.purpose ?? run.telling?.purpose ?? "reply",
    ...(more.attachment ? { attachment: more.attachment } : {}),
    ...(more.phone ? { phone: more.phone } : {}),
    ...(about?.caseId
      ? { caseId: about.caseId, ...(about.event ? { event: about.event } : {}) }
      : {}),
  });
}

/** Whether a text exists, so that a general one can stand in for a missing special one. */
export function hasText(run: Run, key: string): boolean {
  return run.ctx.label(key) !== undefined;
}
