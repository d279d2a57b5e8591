/*
 * The life of a case. A state is what everybody may see; how far the documents are is another matter (`new-case.ts`).
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

/** Who may move a case. `contact` is the person through the bot, `officer` matches documents, `system` is a rule of the clock. */
export type Mover = "contact" | "officer" | "committee" | "system";

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
  { from: "matched", to: "committee", by: ["officer"] },
  // Deferred: the committee wants something more.
  { from: "committee", to: "matched", by: ["committee"] },
  { from: "committee", to: "decided", by: ["committee"] },
  { from: "decided", to: "delivered", by: ["officer"] },
  // Declined, and the time to object has passed.
  { from: "decided", to: "closed", by: ["officer", "system"] },
  { from: "delivered", to: "closed", by: ["contact", "officer", "system"] },
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
