import type { Actor, CaseRecord } from "./case.ts";
import type { Profile } from "./profile.ts";

/*
 * The life of a case. A state is what everybody may see; how far the documents are is another matter (`documents.ts`).
 */

export const caseStates = [
  "draft",
  "awaiting_documents",
  "submitted",
  "matched",
  "committee",
  "decided",
  "delivered",
  "closed",
] as const;
export type CaseState = (typeof caseStates)[number];

/**
 * Who may move a case. `contact` is the person through the bot, `officer` matches documents, `manager` bears what
 * departs from the rule, `system` is a rule of the clock.
 */
export type Mover = "contact" | "officer" | "manager" | "committee" | "objection_body" | "system";

interface Transition {
  from: CaseState;
  to: CaseState;
  by: readonly Mover[];
}

const transitions: readonly Transition[] = [
  { from: "draft", to: "awaiting_documents", by: ["contact", "officer"] },
  { from: "draft", to: "submitted", by: ["contact", "officer"] },
  { from: "awaiting_documents", to: "submitted", by: ["contact", "officer"] },
  // A document that has expired or was refused opens the list again.
  { from: "submitted", to: "awaiting_documents", by: ["officer", "system"] },
  // "Matched" is only ever set by a human: the policy says that the officer matches the data.
  { from: "submitted", to: "matched", by: ["officer"] },
  { from: "matched", to: "awaiting_documents", by: ["officer", "system"] },
  // An answer was changed after it had been compared with the documents.
  { from: "matched", to: "submitted", by: ["contact", "officer"] },
  { from: "matched", to: "committee", by: ["officer", "committee"] },
  // A document ran out between submission and session.
  { from: "committee", to: "awaiting_documents", by: ["officer", "system"] },
  // Deferred: the committee wants something more.
  { from: "committee", to: "matched", by: ["committee", "manager"] },
  { from: "committee", to: "decided", by: ["committee", "manager"] },
  // An objection was upheld: it is studied and decided once more.
  { from: "decided", to: "matched", by: ["objection_body"] },
  { from: "decided", to: "delivered", by: ["officer"] },
  // Declined, and the time to object has passed or the objection was heard.
  { from: "decided", to: "closed", by: ["officer", "objection_body", "system"] },
  { from: "delivered", to: "closed", by: ["contact", "officer", "system"] },
  // The person wants it no longer, or a manager ends it with a reason that the person is told.
  ...(["awaiting_documents", "submitted", "matched", "committee"] as const).map(
    (from): Transition => ({ from, to: "closed", by: ["contact", "manager"] }),
  ),
];

/** Whether this mover may take a case from one state to another. */
export function mayMove(from: CaseState, to: CaseState, mover: Mover): boolean {
  return transitions.some(
    (each) => each.from === from && each.to === to && each.by.includes(mover),
  );
}

/** In which state a registered request begins. */
export function firstState(
  documents: readonly { state: string }[],
): "awaiting_documents" | "submitted" {
  return documents.some(({ state }) => state === "missing") ? "awaiting_documents" : "submitted";
}

/** What a role of `roles.ts` may be for a case. A role that is not listed moves nothing. */
const moversOfRole: Readonly<Record<string, readonly Mover[]>> = {
  officer: ["officer"],
  researcher: ["officer"],
  manager: ["officer", "manager"],
  committee: ["committee"],
  objection_body: ["objection_body"],
};

/**
 * Everything that this actor is for a case. Where duties cannot be kept apart (`separation: recorded`), manager and
 * committee hear objections as well, and the overlap is recorded.
 */
export function moversOf(actor: Actor, { separation }: Pick<Profile, "separation">): Mover[] {
  if (actor.kind !== "staff") return [actor.kind];
  const movers = actor.roles.flatMap((role) =>
    Object.hasOwn(moversOfRole, role) ? (moversOfRole[role] ?? []) : [],
  );
  const hears =
    separation === "recorded" && movers.some((each) => each === "manager" || each === "committee");
  return [...new Set<Mover>(hears ? [...movers, "objection_body"] : movers)];
}

/**
 * What the person may know: a decision that was not told yet does not show. `label` is the word for it (`state.<label>`),
 * `state` the one whose next step is said.
 */
export function shownState({
  state,
  decision,
  objection,
  delivery,
}: Pick<CaseRecord, "state" | "decision" | "objection" | "delivery">): {
  label: string;
  state: CaseState;
} {
  if (state !== "decided") return { label: state, state };
  if (!decision?.releasedAt) return { label: "committee", state: "committee" };
  if (objection && !objection.outcome) return { label: "objection", state };
  if (decision.outcome !== "declined" && delivery?.tasks.some(({ doneAt }) => doneAt))
    return { label: "delivering", state };
  return { label: labels[decision.outcome], state };
}

const labels = {
  accepted: "accepted",
  partly: "partly_accepted",
  deferred: "deferred",
  declined: "rejected",
} as const;
