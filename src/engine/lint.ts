import { referencesOf, type Condition } from "./conditions.ts";
import { hasFlow, type FlowSet } from "./flow-set.ts";
import type { Flow, FlowIssue, Step, StepOf, Variable } from "./flow.ts";
import { policyPathExists } from "./lint-policy.ts";
import { graphOf, reachable, waitlessCycle } from "./lint-graph.ts";
import { rootNames } from "./scope.ts";
import type { Json } from "./types.ts";

/** What the lint may know of texts. `smsParts` are the parts of the SMS variant with its longest sample values. */
export interface LintTexts {
  has(key: string): boolean;
  hasSms(key: string): boolean;
  smsParts(key: string): number;
  smsBudget(key: string): number;
}

export interface LintWorld {
  flows: FlowSet;
  texts: LintTexts;
  /** What can happen to a case: each must be told somehow. */
  events?: readonly string[];
  /** The profiles as plain data: a `$policy` path must exist in every one. */
  policies: readonly Json[];
}

/** What is wrong with a flow although its shape is right. A flow with an issue does not start. */
export function lintFlow(flow: Flow, world: LintWorld): FlowIssue[] {
  return [
    ...flow.steps.flatMap((step, index) => [
      ...targets(flow, step, index, world),
      ...variables(flow, step, index, world),
      ...texts(flow, step, index, world),
      ...questions(flow, step, index),
    ]),
    ...reachability(flow),
    ...needs(flow),
  ];
}

/** What is wrong with how events are told: one without an entry, an entry that nothing leads to, a missing flow or text. */
export function lintEvents(world: LintWorld): FlowIssue[] {
  const told = world.flows.globals.events;
  const known = world.events ?? Object.keys(told);
  return [
    ...known
      .filter((event) => !Object.hasOwn(told, event))
      .map((event) => ({
        path: ["events"],
        problem: `nothing tells the event "${event}"`,
        remedy: "add it under events, with say or call",
      })),
    ...Object.entries(told).flatMap(([event, { settles = [] }]) =>
      settles
        .filter((each) => !known.includes(each))
        .map((each) => ({
          path: ["events", event, "settles"],
          problem: `settles the unknown event "${each}"`,
          remedy: `name one of: ${known.join(", ")}`,
        })),
    ),
    ...Object.entries(told).flatMap(([event, action]) => {
      const path = ["events", event];
      if (!known.includes(event))
        return [
          {
            path,
            problem: `there is no event "${event}"`,
            remedy: `name one of: ${known.join(", ")}`,
          },
        ];
      if ("say" in action) return keyIssues(world, { path, key: action.say, needsSms: true });
      return hasFlow(world.flows, action.call)
        ? []
        : [
            {
              path,
              problem: `there is no flow "${action.call}"`,
              remedy: `add flows/${action.call}/v1.flow.yaml or name another`,
            },
          ];
    }),
  ];
}

const NUMBER_TYPES = new Set<Variable["type"]>([
  "integer",
  "integers",
  "money",
  "national_id",
  "iban",
  "mobile",
  "code",
  "date",
  "case_number",
]);
/** Kept in `values` by the engine or by results of effects, so no question fills them. */
const PROVIDED = new Set([
  "case_no",
  "case_id",
  "decision_not_before",
  "cases",
  "status_phone",
  "draft_found",
  "linked",
  "found",
]);

function at(index: number, ...rest: (string | number)[]): (string | number)[] {
  return ["steps", index, ...rest];
}

function targets(flow: Flow, step: Step, index: number, world: LintWorld): FlowIssue[] {
  const issues: FlowIssue[] = [];
  const mustExist = (id: string, path: (string | number)[]) => {
    if (!flow.indexOf.has(id))
      issues.push({
        path,
        problem: `there is no step "${id}"`,
        remedy: `name one of: ${[...flow.indexOf.keys()].join(", ")}`,
      });
  };
  if (step.kind === "goto")
    for (const [branch, { to }] of step.goto.entries())
      mustExist(to, at(index, "goto", branch, "to"));
  if ("notApplicable" in step && step.notApplicable)
    mustExist(step.notApplicable, at(index, "notApplicable"));
  if (step.kind === "review")
    for (const [item, { steps }] of step.items.entries())
      for (const id of steps) mustExist(id, at(index, "items", item, "steps"));
  if (step.kind === "call" && !step.call.startsWith("$") && !hasFlow(world.flows, step.call)) {
    issues.push({
      path: at(index, "call"),
      problem: `there is no flow "${step.call}"`,
      remedy: `add flows/${step.call}/v1.flow.yaml or name another`,
    });
  }
  return issues;
}

function variables(flow: Flow, step: Step, index: number, world: LintWorld): FlowIssue[] {
  const names = [
    ...(step.kind === "ask" ? [step.ask] : []),
    ...(step.kind === "repeat" ? [step.repeat] : []),
    ...(step.kind === "review" ? (step.needs ?? []) : []),
  ];
  const unknown = names.filter((name) => !flow.vars.has(name));
  return [
    ...unknown.map((name) => ({
      path: at(index),
      problem: `unknown variable "${name}"`,
      remedy: "declare it under vars, with its type",
    })),
    ...referencesIn(step).flatMap((reference) => checkReference(flow, reference, index, world)),
  ];
}

function referencesIn(step: Step): string[] {
  const conditions: Condition[] = [
    ...(step.when ? [step.when] : []),
    ...(step.kind === "goto" ? step.goto.flatMap((branch) => branch.when ?? []) : []),
    ...("textWhen" in step ? (step.textWhen ?? []).map(({ when }) => when) : []),
    ...("optional" in step && typeof step.optional === "object" ? [step.optional] : []),
  ];
  return [
    ...conditions.flatMap(referencesOf),
    ...(step.kind === "repeat" ? [step.times, ...(step.of ? [step.of] : [])] : []),
    ...(step.kind === "sayEach" ? [step.of] : []),
    ...(step.kind === "answer" ? [step.answer] : []),
    ...(step.kind === "call" && step.call.startsWith("$") ? [step.call] : []),
    ...(step.kind === "do"
      ? Object.values(step.with ?? {}).filter((value) => value.startsWith("$"))
      : []),
    ...(step.kind === "review" ? step.items.flatMap((item) => item.values) : []),
  ];
}

function checkReference(
  flow: Flow,
  reference: string,
  index: number,
  world: LintWorld,
): FlowIssue[] {
  const [head = "", ...path] = reference.slice(1).split(".");
  if (head === "policy") {
    return world.policies.every((policy) => policyPathExists(policy, path))
      ? []
      : [
          {
            path: at(index),
            problem: `no profile has "${path.join(".")}"`,
            remedy: "name a setting of flows/associations/_defaults.yaml",
          },
        ];
  }
  if (rootNames.includes(head) || flow.vars.has(head) || PROVIDED.has(head)) return [];
  return [
    {
      path: at(index),
      problem: `unknown variable "${head}"`,
      remedy: "declare it under vars, with its type",
    },
  ];
}

function texts(flow: Flow, step: Step, index: number, world: LintWorld): FlowIssue[] {
  const isSent = step.sms !== "skip" && step.only !== "web" && step.only !== "whatsapp";
  return keysOf(flow, step).flatMap(({ key, isAsked }) =>
    keyIssues(world, { path: at(index), key, needsSms: isAsked && isSent }),
  );
}

/** A text that is sent exists, in SMS as well where it may go that way, and there within its budget. */
function keyIssues(
  world: LintWorld,
  { path, key, needsSms }: { path: (string | number)[]; key: string; needsSms: boolean },
): FlowIssue[] {
  if (!world.texts.has(key))
    return [
      {
        path,
        problem: `no Arabic text "${key}"`,
        remedy: `add "${key}" to locales/ar/${key.split(".")[0]}.json`,
      },
    ];
  if (needsSms && !world.texts.hasSms(key))
    return [
      {
        path,
        problem: `no SMS text "${key}.sms"`,
        remedy: "add it, or mark the step sms: skip",
      },
    ];
  const parts = world.texts.smsParts(key);
  return parts > world.texts.smsBudget(key)
    ? [
        {
          path,
          problem: `the SMS text "${key}.sms" takes ${parts} parts, ${world.texts.smsBudget(key)} are allowed`,
          remedy: "shorten it: 70 characters are one part, 134 two",
        },
      ]
    : [];
}

function keysOf(flow: Flow, step: Step): { key: string; isAsked: boolean }[] {
  switch (step.kind) {
    case "ask": {
      const key = step.text ?? `${flow.texts}.${step.id}`;
      const variable = flow.vars.get(step.ask);
      const options =
        variable && "options" in variable && Array.isArray(variable.options)
          ? variable.options
          : [];
      return [
        { key, isAsked: true },
        ...(step.textWhen ?? []).map(({ text }) => ({ key: text, isAsked: true })),
        ...(step.confirm || variable?.type === "national_id"
          ? [{ key: `${key}.confirm`, isAsked: true }]
          : []),
        ...(step.link ? [{ key: step.link, isAsked: true }] : []),
        ...(step.done ? [{ key: step.done, isAsked: true }] : []),
        ...(step.conceal ? [{ key: step.conceal, isAsked: false }] : []),
        ...options.map((option) => ({ key: `${key}.option.${option.id}`, isAsked: false })),
      ];
    }
    case "repeat":
      return [{ key: step.text ?? `intake.${step.id}`, isAsked: true }];
    case "review":
      return [
        { key: step.review, isAsked: true },
        ...step.items.map((item) => ({ key: `review.item.${item.id}`, isAsked: false })),
      ];
    case "say":
    case "handoff":
      return [{ key: step.say, isAsked: true }];
    case "sayEach":
      return [{ key: step.sayEach, isAsked: true }];
    case "do":
    case "goto":
    case "go":
    case "call":
    case "answer":
    case "crisis":
      return [];
  }
}

function questions(flow: Flow, step: Step, index: number): FlowIssue[] {
  const issues: FlowIssue[] = [];
  if (
    (step.kind === "ask" || step.kind === "repeat") &&
    step.attempts !== undefined &&
    step.onFail === undefined
  ) {
    issues.push({
      path: at(index),
      problem: `"${step.id}" limits its attempts but has no onFail`,
      remedy: "add onFail: staff, skip or end",
    });
  }
  if (step.kind === "ask" && isNumber(flow, step) && !step.digitsAreAnswers) {
    issues.push({
      path: at(index),
      problem: `"${step.id}" asks for a number, where 0 and 9 are answers`,
      remedy: "add digitsAreAnswers: true",
    });
  }
  if (step.kind === "ask" && step.page && flow.vars.get(step.ask)?.type !== "document") {
    issues.push({
      path: at(index),
      problem: `"${step.id}" has a page to upload documents, but asks for none`,
      remedy: "remove page, or ask for a variable of type document",
    });
  }
  return issues;
}

function isNumber(flow: Flow, step: StepOf<"ask">): boolean {
  const type = flow.vars.get(step.ask)?.type;
  return type !== undefined && NUMBER_TYPES.has(type);
}

function reachability(flow: Flow): FlowIssue[] {
  const graph = graphOf(flow);
  const met = reachable(graph);
  const issues: FlowIssue[] = flow.steps.flatMap((step, index) =>
    met.has(index)
      ? []
      : [
          {
            path: at(index),
            problem: `step "${step.id}" can never be reached`,
            remedy: "lead a goto to it, or remove it",
          },
        ],
  );
  const cycle = waitlessCycle(flow, graph);
  if (cycle) {
    const [first = 0] = cycle;
    const names = cycle.map((index) => flow.steps[index]?.id).join(" -> ");
    issues.push({
      path: at(first),
      problem: `steps run in a circle that never waits: ${names}`,
      remedy: "put a question into the circle, or end it",
    });
  }
  return issues;
}

/** A secure form does not stop the flow, so something later must wait for it. */
function needs(flow: Flow): FlowIssue[] {
  const needed = new Set(
    flow.steps.flatMap((step) => (step.kind === "review" ? (step.needs ?? []) : [])),
  );
  return [...flow.vars].flatMap(([name, variable]) =>
    "collect" in variable && variable.collect === "identity" && !needed.has(name)
      ? [
          {
            path: ["vars", name],
            problem: `nothing waits for the secure form of "${name}"`,
            remedy: "name it in the needs of the review",
          },
        ]
      : [],
  );
}
