import type { Facts } from "./conditions.ts";
import type { Run } from "./run.ts";
import type { Answers, Json } from "./types.ts";

/** Resolves `$name` (answer, secret or value), `$policy.*`, `$channel.*`, `$contact.*`; anything else stands for itself. */
export function look(run: Run, reference: Json): Json | undefined {
  if (Array.isArray(reference)) return reference.map((each) => look(run, each) ?? null);
  if (typeof reference !== "string" || !reference.startsWith("$")) return reference;
  const [head = "", ...path] = reference.slice(1).split(".");
  const root = Object.hasOwn(roots, head) ? roots[head]?.(run) : variable(run, head);
  return path.reduce<Json | undefined>(property, root);
}

const roots: Record<string, (run: Run) => Json> = {
  policy: (run) => run.ctx.policy,
  channel: (run) => ({
    kind: run.ctx.channel.kind,
    two_way: run.ctx.channel.twoWay,
    signature: signatureMethod(run),
  }),
  case: (run) => scopedValues(run),
  contact: (run) => ({
    verified: run.ctx.verifiedPhone !== undefined,
    phone: run.ctx.verifiedPhone ?? null,
  }),
};
export const rootNames = Object.keys(roots);

function variable(run: Run, name: string): Json | undefined {
  const own = scoped(run, name);
  if (own !== undefined) return own;
  const { answers, secrets, values } = run.state;
  for (const place of [answers, secrets, values])
    if (Object.hasOwn(place, name)) return place[name];
  return undefined;
}

/**
 * A value of the flow that runs or of one that called it. What it interrupts is another matter with values of its own:
 * the number of a decided case must not be taken for that of a request that is being written.
 */
export function scoped(run: Run, name: string): Json | undefined {
  for (const frame of run.state.frames.toReversed()) {
    if (frame.values && Object.hasOwn(frame.values, name)) return frame.values[name];
    if (frame.interrupts) return undefined;
  }
  return undefined;
}

/** All of them, `$case.*`: where a name could be meant for an answer of a request as well. */
function scopedValues(run: Run): Answers {
  const { frames } = run.state;
  const from = frames.findLastIndex((frame) => frame.interrupts);
  return Object.assign(
    {},
    ...frames.slice(Math.max(0, from)).map(({ values }) => values),
  ) as Answers;
}

/** The declaration is signed as the profile says for this channel: by a word, or by a word and a code. */
function signatureMethod(run: Run): string {
  const methods = property(property(run.ctx.policy, "declaration"), "method");
  const method = property(methods, run.ctx.channel.kind);
  return typeof method === "string" ? method : "word";
}

/** A value that must be text here: an identifier, a number written as one. */
export function textValue(value: Json | undefined): string {
  return typeof value === "string" || typeof value === "number" ? String(value) : "";
}

export function property(value: Json | undefined, key: string): Json | undefined {
  if (value === null || typeof value !== "object" || Array.isArray(value)) return undefined;
  return Object.hasOwn(value, key) ? value[key] : undefined;
}

/** Facts that conditions ask about. */
export function factsOf(run: Run): Facts {
  return {
    look: (reference) => look(run, reference),
    hasConsent: (purpose) => hasConsent(run, purpose),
    hasDecided: (purpose) => run.state.consents.some((each) => each.purpose === purpose),
    documents: () => documentsOf(run),
    hasDraft: () => run.state.draft !== undefined,
  };
}

/** A consent counts while its notice is of the version in force. */
function hasConsent(run: Run, purpose: string): boolean {
  const last = run.state.consents.findLast((consent) => consent.purpose === purpose);
  return last?.decision === "given" && last.version === noticeVersion(run);
}

export function noticeVersion(run: Run): string {
  const version = property(property(run.ctx.policy, "privacy"), "version");
  return typeof version === "string" ? version : "1";
}

/** What the chosen service asks for, and what of it has not come yet. */
export function documentsOf(run: Run): { listed: string[]; missing: string[] } {
  const listed = [...run.ctx.documentsFor(run.state.answers)];
  const received = run.state.answers["documents"];
  const ids = Array.isArray(received) ? received.map((each) => property(each, "document")) : [];
  return { listed, missing: listed.filter((id) => !ids.includes(id)) };
}
