import { failQuestion } from "../failure.ts";
import type { StepOf } from "../flow.ts";
import { hasGroup, isMet, flowOf, topFrame, type Move, type Run, type StepKind } from "../run.ts";
import { look } from "../scope.ts";
import { hasText, say } from "../say.ts";
import { NO_DIGIT } from "../options.ts";
import { displayValue } from "../display.ts";
import type { Json, Option, Vars } from "../types.ts";
import { isOptional, wishForm } from "./ask.ts";

type Review = StepOf<"review">;
type Item = Review["items"][number];

/**
 * Shows everything that was answered, lets the person mend any item by its number, and goes on when it is approved.
 * `needs` names what must be there first (a secure form that was not filled yet).
 */
export const review: StepKind<Review> = {
  enter(step, run) {
    const frame = topFrame(run);
    if (frame) delete frame.phase;
    show(step, run);
    return "wait";
  },

  accept(step, run, value) {
    const frame = topFrame(run);
    if (!frame) return "wait";
    if (value === "approve") return approve(step, run);
    if (value === "edit") {
      frame.phase = "edit";
      say(run, "review.edit", itemTexts(step, run, { withOptions: true }));
      return "wait";
    }
    const item = step.items.find((each) => `item_${each.id}` === value);
    return item ? mend(step, item, run) : "wait";
  },

  fail(step, run, reason) {
    return failQuestion(run, step, step.review, reason, reviewOptions(step, run));
  },
};

/** Items that this person has, in the order of their numbers. */
export function itemsOf(step: Review, run: Run): Item[] {
  return step.items.filter(
    (item) =>
      (!item.group || hasGroup(run, item.group)) && item.steps.some((id) => isAsked(id, run)),
  );
}

function isAsked(stepId: string, run: Run): boolean {
  const frame = topFrame(run);
  const flow = frame && flowOf(run, frame);
  const step = flow?.steps[flow.indexOf.get(stepId) ?? -1];
  return step !== undefined && isMet(run, step);
}

/** What a person may answer. On SMS the short text has its own digits: 1 approve, 2 mend, 9 staff. */
export function reviewOptions(step: Review, run: Run): Option[] {
  if (topFrame(run)?.phase === "edit") return itemOptions(step, run);
  if (run.ctx.channel.kind === "sms") {
    return [
      { id: "approve", number: 1, labelKey: "review.option.approve" },
      { id: "edit", number: 2, labelKey: "review.option.edit" },
    ];
  }
  return [
    { id: "approve", number: NO_DIGIT, labelKey: "review.option.approve" },
    ...itemOptions(step, run),
  ];
}

function itemOptions(step: Review, run: Run): Option[] {
  return itemsOf(step, run).map(({ id, number }) => ({
    id: `item_${id}`,
    number,
    labelKey: `review.item.${id}`,
  }));
}

function show(step: Review, run: Run): void {
  say(run, step.review, {
    ...itemTexts(step, run, { withOptions: false }),
    options: reviewOptions(step, run),
    wording: run.ctx.channel.kind === "sms" ? shortWording(step, run) : undefined,
  });
}

/** The one-line summary differs with what was asked: general, education, psychological support. */
function shortWording(step: Review, run: Run): string | undefined {
  const special = ["psych", "education"].find(
    (group) => hasGroup(run, group) && hasText(run, `${step.review}.${group}`),
  );
  return special && `${step.review}.${special}`;
}

function itemTexts(
  step: Review,
  run: Run,
  { withOptions }: { withOptions: boolean },
): { vars: Vars; options?: Option[] } {
  const items = itemsOf(step, run).map((item) => ({
    number: item.number,
    label: `review.item.${item.id}`,
    values: item.values
      .map((reference) => displayValue(run, reference))
      .filter((each): each is Json => each !== undefined),
  }));
  return { vars: { items }, ...(withOptions ? { options: itemOptions(step, run) } : {}) };
}

function approve(step: Review, run: Run): Move {
  const missing = (step.needs ?? []).filter(
    (name) => isNeeded(name, run) && look(run, `$${name}`) === undefined,
  );
  if (missing.length === 0) return "next";
  const frame = topFrame(run);
  if (frame) frame.phase = "needs";
  const form = wishForm(run, missing);
  say(run, step.needsText ?? step.review, { form, vars: { secure_url: { $form: form } } });
  return "wait";
}

/** A variable is needed when its question is met and may not be skipped. */
function isNeeded(name: string, run: Run): boolean {
  const frame = topFrame(run);
  const flow = frame && flowOf(run, frame);
  const step = flow?.steps.find((each) => each.kind === "ask" && each.ask === name);
  return step?.kind === "ask" && isMet(run, step) && !isOptional(step, run);
}

function mend(step: Review, item: Item, run: Run): Move {
  const frame = topFrame(run);
  if (!frame) return "wait";
  delete frame.phase;
  frame.failures = 0;
  frame.mending = { steps: [...item.steps], back: step.id };
  return "next";
}
