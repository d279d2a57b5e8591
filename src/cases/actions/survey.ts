import { dontWake, note, refuse, type ActionRule, type Step } from "../step.ts";

/*
 * A case knows that its survey was answered, never what (decisions 22).
 */

export const surveyActions: {
  [K in "survey_answered" | "survey_declined"]: ActionRule<K>;
} = {
  survey_answered: {
    from: ["closed"],
    by: ["contact"],
    holds: isInvited,
    apply: (step) => end(step, "answered"),
  },
  survey_declined: {
    from: ["closed"],
    by: ["contact"],
    holds: isInvited,
    apply: (step) => end(step, "declined"),
  },
};

function isInvited({ record }: Step) {
  return record.survey === "invited" ? undefined : refuse("survey_done");
}

function end(step: Step, how: "answered" | "declined"): void {
  step.record.survey = how;
  note(step, `survey_${how}`);
  dontWake(step, "survey_reminder");
}
