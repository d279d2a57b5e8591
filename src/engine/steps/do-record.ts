import { wish, type Run } from "../run.ts";
import { look, noticeVersion, textValue } from "../scope.ts";
import type { Answers } from "../types.ts";
import { argument, given } from "./argument.ts";
import type { DoAction } from "./do.ts";

type Name =
  | "record_feedback"
  | "record_survey"
  | "record_volunteer"
  | "record_my_data"
  | "withdraw_consents"
  | "set_relative";

/** What a person says to the association beside a request. */
export const recordActions: Record<Name, DoAction> = {
  record_feedback: (step, run) => {
    const text = textValue(given(step, run, "text"));
    forgetHere(run, [step.with?.["text"]]);
    return {
      kind: "record_feedback",
      feedback: argument(step, run, "kind") ?? "complaint",
      text,
      named: argument(step, run, "named") !== "anonymous",
    };
  },

  record_survey: (step, run) => {
    const { text, about, ...names } = step.with ?? {};
    const answers: Answers = {};
    for (const name of Object.keys(names)) {
      const value = given(step, run, name);
      if (value !== undefined && value !== null) answers[name] = value;
    }
    wish(run, {
      kind: "record_survey",
      service: about === undefined ? "" : serviceId(look(run, about)),
      answers,
      text: text === undefined ? "" : textValue(look(run, text)),
    });
    forgetHere(run, [text, ...Object.values(names)]);
    return undefined;
  },

  record_volunteer: (step, run) => {
    const answers: Answers = {};
    for (const name of Object.keys(step.with ?? {})) {
      const value = given(step, run, name);
      if (value !== undefined && value !== null) answers[name] = value;
    }
    wish(run, { kind: "record_volunteer", answers });
    return undefined;
  },

  record_my_data: (step, run) => ({
    kind: "record_my_data",
    request: argument(step, run, "request") ?? "copy",
    text: textValue(given(step, run, "text")),
  }),

  /** Taken back as easily as given: every consent that still stands. */
  withdraw_consents: (step, run) => {
    const textKey = argument(step, run, "text") ?? "mydata.withdraw";
    const last = new Map(run.state.consents.map((each) => [each.purpose, each]));
    for (const { purpose, decision } of last.values()) {
      if (decision !== "given") continue;
      const consent = {
        purpose,
        version: noticeVersion(run),
        decision: "withdrawn" as const,
        at: run.ctx.now.toISOString(),
      };
      run.state.consents.push(consent);
      wish(run, { kind: "record_consent", ...consent, textKey });
    }
    return undefined;
  },

  set_relative: (step, run) => {
    const phone = argument(step, run, "phone");
    const consent = {
      purpose: "copies_to_relative",
      version: noticeVersion(run),
      decision: phone ? ("given" as const) : ("withdrawn" as const),
      at: run.ctx.now.toISOString(),
    };
    run.state.consents.push(consent);
    wish(run, { kind: "record_consent", ...consent, textKey: "relative.mobile" });
    if (phone) run.state.relative = { phone, since: consent.at };
    else delete run.state.relative;
    return undefined;
  },
};

/** What was said in confidence is with the effect alone from here on, also while the flow goes on. */
function forgetHere(run: Run, references: (string | undefined)[]): void {
  for (const frame of run.state.frames)
    for (const reference of references) delete frame.values?.[reference?.slice(1) ?? ""];
}

/** An event brings the service as a text, `service.rent`. */
function serviceId(value: ReturnType<typeof look>) {
  const key =
    value !== null && typeof value === "object" && !Array.isArray(value) ? value["$text"] : value;
  return typeof key === "string" ? key.replace(/^service\./, "") : "";
}
