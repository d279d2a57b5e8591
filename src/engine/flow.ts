import { z } from "zod";
import { conditionSchema } from "./conditions.ts";

/*
 * The format of a flow file, `flows/<name>/v<N>.flow.yaml`. A flow is a list of steps read from the top; each step has
 * exactly one kind, the key that names it. strictObject refuses unknown keys, `__proto__` among them.
 */

const name = z.string().regex(/^[a-z][a-z0-9-]*$/, "a name of small letters, digits and hyphens");
const stepId = z
  .string()
  .regex(/^[a-zA-Z_][a-zA-Z0-9_]*$/, "an id of letters, digits and underscores");
const reference = z
  .string()
  .regex(
    /^\$[a-zA-Z_][a-zA-Z0-9_.]*$/,
    "a reference such as $income_total or $policy.draft.ttl_days",
  );
const textKey = z.string().regex(/^[a-z][a-z0-9_.]*$/, "a text key such as intake.name");

const optionSchema = z.strictObject({
  id: z.string(),
  number: z.number().int().min(0).max(99),
  /** A menu item: hidden while no such flow exists, its number stays reserved. */
  flow: name.optional(),
});

/** Where the options come from: fixed ones, a list of the association's profile, or the answers just found. */
const optionsSchema = z.union([
  z.array(optionSchema).min(1),
  z.strictObject({ from: z.enum(["services", "faq", "found", "cases", "documents"]) }),
]);

const pii = z.enum(["none", "low", "high", "sensitive"]).optional();
const common = { pii, default: z.union([reference, z.string()]).optional() };

const variableSchema = z.discriminatedUnion("type", [
  z.strictObject({ type: z.literal("text"), min: z.number(), max: z.number(), ...common }),
  z.strictObject({ type: z.literal("name"), ...common }),
  z.strictObject({ type: z.literal("city"), ...common }),
  z.strictObject({ type: z.literal("integer"), min: z.number(), max: z.number(), ...common }),
  z.strictObject({
    type: z.literal("integers"),
    count: z.number(),
    min: z.number(),
    max: z.number(),
    ...common,
  }),
  z.strictObject({ type: z.literal("money"), min: z.number(), max: z.number(), ...common }),
  z.strictObject({
    type: z.literal("date"),
    mustBe: z.enum(["past", "future"]).optional(),
    ...common,
  }),
  z.strictObject({
    type: z.literal("national_id"),
    collect: z.enum(["identity", "payout"]).optional(),
    ...common,
  }),
  z.strictObject({
    type: z.literal("iban"),
    collect: z.enum(["identity", "payout"]).optional(),
    ...common,
  }),
  z.strictObject({ type: z.literal("mobile"), ...common }),
  z.strictObject({ type: z.literal("person"), ...common }),
  z.strictObject({ type: z.literal("yes_no"), ...common }),
  z.strictObject({
    type: z.literal("choice"),
    options: optionsSchema,
    extra: z.array(optionSchema).optional(),
    /** The answer (`ar`, `en`) is the language of the conversation from here on. */
    sets: z.literal("language").optional(),
    ...common,
  }),
  z.strictObject({
    type: z.literal("menu"),
    options: optionsSchema,
    extra: z.array(optionSchema).optional(),
    free: z.literal("question").optional(),
    ...common,
  }),
  z.strictObject({ type: z.literal("multi"), options: optionsSchema, ...common }),
  z.strictObject({ type: z.literal("consent"), purpose: z.string(), ...common }),
  z.strictObject({ type: z.literal("declaration"), ...common }),
  /** A one-time code, sent by SMS to the number that `to` names, valid for `minutes` of real time. */
  z.strictObject({
    type: z.literal("code"),
    digits: z.number(),
    to: reference,
    minutes: z.number(),
    ...common,
  }),
  z.strictObject({
    type: z.literal("case_number"),
    also: z.array(optionSchema).optional(),
    ...common,
  }),
  /** `documents`: the list of the chosen service; `case`: what is missing in the case that the flow is about. */
  z.strictObject({ type: z.literal("document"), from: z.enum(["documents", "case"]), ...common }),
]);

const everyStep = {
  id: stepId,
  when: conditionSchema.optional(),
  /** Asked only where the profile's `intake_groups` hold it. */
  group: z.string().optional(),
  /** `skip`: not asked on SMS. */
  sms: z.enum(["core", "skip"]).optional(),
  /** Asked on this kind of channel only. */
  only: z.enum(["sms", "web", "whatsapp"]).optional(),
  section: z.string().optional(),
  end: z.enum(["completed", "cancelled", "handoff"]).optional(),
};

const question = {
  text: textKey.optional(),
  /** Another wording where a condition holds; the first that holds counts. */
  textWhen: z
    .array(z.strictObject({ when: conditionSchema, text: textKey }))
    .min(1)
    .optional(),
  attempts: z.number().int().min(1).max(5).optional(),
  onFail: z.enum(["staff", "skip", "end"]).optional(),
  onInvalid: z.record(z.string(), textKey).optional(),
  /** Required on number questions: there 0 and 9 are answers, not the menu and staff. */
  digitsAreAnswers: z.boolean().optional(),
  optional: z.union([z.boolean(), conditionSchema]).optional(),
  /** Where "does not apply" leads. */
  notApplicable: stepId.optional(),
  /** A voice note is an answer too: a human listens to it. */
  voice: z.boolean().optional(),
  /** The thread keeps this text instead of the answer. */
  conceal: textKey.optional(),
};

const kinds = {
  ask: z.strictObject({
    ...everyStep,
    ...question,
    ask: z.string(),
    confirm: z.boolean().optional(),
    link: textKey.optional(),
    done: textKey.optional(),
    /** A secure page: waits for it, and asks these fields as well. */
    waits: z.boolean().optional(),
    fields: z.array(z.string()).optional(),
    /** Documents only: where a one-time page to upload them comes with the question. A file in the chat is taken all the same. */
    page: z
      .array(z.enum(["sms", "web", "whatsapp"]))
      .min(1)
      .optional(),
  }),
  /** `tells`: the event of `$case_id` that the person learns by it; its receipt is the proof (the two-week notice). */
  say: z.strictObject({ ...everyStep, say: textKey, tells: z.string().optional() }),
  sayEach: z.strictObject({ ...everyStep, sayEach: textKey, of: reference }),
  do: z.strictObject({
    ...everyStep,
    do: z.enum([
      "reserve_case_number",
      "open_case",
      "find_cases",
      "find_draft",
      "link_contact",
      "opt_out",
      "drop_draft",
      "find_case",
      "case_action",
      "sort_files",
      "name_files",
      "receive_documents",
      "send_upload_page",
      "hide_files",
      "known_answers",
      "begin_renewal",
      "record_feedback",
      "record_survey",
      "record_volunteer",
      "record_my_data",
      "withdraw_consents",
      "set_relative",
    ]),
    with: z.record(z.string(), z.string()).optional(),
  }),
  goto: z.strictObject({
    ...everyStep,
    goto: z.array(z.strictObject({ when: conditionSchema.optional(), to: stepId })).min(1),
  }),
  go: z.strictObject({ ...everyStep, go: z.enum(["menu", "continue"]) }),
  call: z.strictObject({
    ...everyStep,
    call: z.union([name, reference]),
    stopOn: z.literal("cancelled").optional(),
  }),
  repeat: z.strictObject({
    ...everyStep,
    ...question,
    repeat: z.string(),
    times: reference,
    /** A list whose items are asked about one after another; the text knows them as {doc}. */
    of: reference.optional(),
    max: z.number().int().min(1).max(40),
  }),
  review: z.strictObject({
    ...everyStep,
    ...question,
    review: textKey,
    needs: z.array(z.string()).optional(),
    needsText: textKey.optional(),
    items: z
      .array(
        z.strictObject({
          id: z.string(),
          number: z.number().int().min(1).max(30),
          group: z.string().optional(),
          steps: z.array(stepId).min(1),
          values: z.array(reference).min(1),
        }),
      )
      .min(1),
  }),
  handoff: z.strictObject({ ...everyStep, handoff: z.string(), say: textKey }),
  answer: z.strictObject({ ...everyStep, answer: reference }),
  crisis: z.strictObject({ ...everyStep, crisis: z.enum(["T1", "T2", "V"]) }),
} as const;

const kindNames = Object.keys(kinds) as KindName[];
export type KindName = keyof typeof kinds;
export type StepOf<K extends KindName> = z.infer<(typeof kinds)[K]> & { kind: K };
export type Step = { [K in KindName]: StepOf<K> }[KindName];
export type Variable = z.infer<typeof variableSchema>;
export type FlowOption = z.infer<typeof optionSchema>;

const MAX_STEPS = 500; // nobody reads more, and what nobody reads nobody checks

const headSchema = z.strictObject({
  flow: name,
  version: z.number().int().min(1),
  texts: z.string(),
  /** Kept when it is left, reminded and at last dropped, as the profile's `draft` says. */
  draft: z.boolean().optional(),
  migrates: z
    .strictObject({
      from: z.array(z.number().int()).min(1),
      rename: z.record(z.string(), z.string()).optional(),
      drop: z.array(z.string()).optional(),
      on_unknown_step: z.enum(["restart_section", "restart_flow"]).optional(),
    })
    .optional(),
  vars: z.record(z.string(), variableSchema),
  steps: z
    .array(z.record(z.string(), z.unknown()))
    .min(1)
    .max(MAX_STEPS, `a flow has ${MAX_STEPS} steps at most; split it and call the parts`),
});

export type Migration = NonNullable<z.infer<typeof headSchema>["migrates"]>;

/** A flow, checked and indexed: nothing is looked for by walking a list while a person waits. */
export interface Flow {
  name: string;
  version: number;
  texts: string;
  draft: boolean;
  migrates?: Migration;
  vars: ReadonlyMap<string, Variable>;
  steps: readonly Step[];
  indexOf: ReadonlyMap<string, number>;
}

export interface FlowIssue {
  /** Where in the file: keys and indexes from the top. */
  path: (string | number)[];
  problem: string;
  remedy: string;
}

/** Checks the shape of a flow file. What needs other flows, texts or profiles is the lint's (`lint.ts`). */
export function parseFlow(data: unknown): { flow: Flow } | { issues: FlowIssue[] } {
  const head = headSchema.safeParse(data);
  if (!head.success) return { issues: issuesOf(head.error, []) };
  const issues: FlowIssue[] = [];
  const steps: Step[] = [];
  const indexOf = new Map<string, number>();
  for (const [index, raw] of head.data.steps.entries()) {
    const step = parseStep(raw, index, issues);
    if (!step) continue;
    if (indexOf.has(step.id)) {
      issues.push({
        path: ["steps", index, "id"],
        problem: `step "${step.id}" exists twice`,
        remedy: "give each step an id of its own",
      });
    }
    indexOf.set(step.id, steps.length);
    steps.push(step);
  }
  if (issues.length > 0) return { issues };
  const { flow, version, texts, draft, migrates, vars } = head.data;
  return {
    flow: {
      name: flow,
      version,
      texts,
      draft: draft ?? false,
      ...(migrates ? { migrates } : {}),
      vars: new Map(Object.entries(vars)),
      steps,
      indexOf,
    },
  };
}

function parseStep(
  raw: Record<string, unknown>,
  index: number,
  issues: FlowIssue[],
): Step | undefined {
  const found = kindNames.filter((kind) => Object.hasOwn(raw, kind));
  // A handoff says its text and "do" may carry other keys, so the kind is the one that is no mere attribute.
  const kind = found.includes("handoff") ? "handoff" : found[0];
  if (!kind || (found.length > 1 && kind !== "handoff")) {
    issues.push({
      path: ["steps", index],
      problem:
        found.length === 0
          ? "a step without a kind"
          : `a step of several kinds: ${found.join(", ")}`,
      remedy: `write exactly one of: ${kindNames.join(", ")}`,
    });
    return undefined;
  }
  const parsed = kinds[kind].safeParse(raw);
  if (!parsed.success) {
    issues.push(...issuesOf(parsed.error, ["steps", index]));
    return undefined;
  }
  return { ...parsed.data, kind } as Step;
}

function issuesOf(error: z.ZodError, prefix: (string | number)[]): FlowIssue[] {
  return error.issues.map((issue) => ({
    path: [...prefix, ...issue.path.map((key) => (typeof key === "symbol" ? String(key) : key))],
    problem: issue.message,
    remedy:
      issue.code === "unrecognized_keys"
        ? "remove it or mend its spelling; see docs/flows.md"
        : "see docs/flows.md for what may stand here",
  }));
}
