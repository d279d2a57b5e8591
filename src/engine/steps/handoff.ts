import type { StepOf } from "../flow.ts";
import { handOff } from "../handoff.ts";
import { wish, type StepKind } from "../run.ts";
import { say } from "../say.ts";
import { startCrisis } from "../crisis.ts";
import { look } from "../scope.ts";

/** Gives the conversation to staff, says so truthfully, and goes on. Example: `- { id: x, handoff: urgent, say: receipt.urgent }` */
export const handoff: StepKind<StepOf<"handoff">> = {
  enter(step, run) {
    handOff(run, step.handoff, step.handoff === "urgent" ? "urgent" : "normal");
    say(run, step.say);
    return "next";
  },
};

/** The fixed crisis text and a handoff of the highest priority; the flow stops here. */
export const crisis: StepKind<StepOf<"crisis">> = {
  enter(step, run) {
    startCrisis(run, step.crisis, `flow.${step.id}`);
    return "wait";
  },
};

/** Entries of the knowledge that correct what many believe; how often each is heard is counted (policy O6a). */
const MYTH = "myth_";

/** Answers a question of the association's knowledge, with its source. Example: `- { id: show, answer: $faq_item }` */
export const answer: StepKind<StepOf<"answer">> = {
  enter(step, run) {
    const id = look(run, step.answer);
    if (typeof id === "string") answerQuestion(run, id);
    return "next";
  },
};

export function answerQuestion(run: Parameters<typeof say>[0], id: string): void {
  if (id.startsWith(MYTH)) wish(run, { kind: "count_myth", myth: id });
  say(run, "faq.answer", {
    vars: { answer: { $text: `faq.${id}` }, answer_short: { $text: `faq.${id}` }, faq_id: id },
  });
}
