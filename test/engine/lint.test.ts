import { describe, expect, test } from "vitest";
import { parse } from "yaml";
import { createFlowSet } from "../../src/engine/flow-set.ts";
import { parseFlow } from "../../src/engine/flow.ts";
import { lintFlow, type LintTexts } from "../../src/engine/lint.ts";
import { flowOf, lintTexts } from "./flows.ts";

const head =
  "flow: trial\nversion: 1\ntexts: trial\nvars:\n  name: { type: name }\n  count: { type: integer, min: 0, max: 9 }\nsteps:\n";

function problems(steps: string, texts: Partial<LintTexts> = {}): string[] {
  const flow = flowOf(head + steps);
  const flows = createFlowSet([flow], { reserved: {}, intents: {}, events: {} });
  return lintFlow(flow, {
    flows,
    texts: lintTexts(texts),
    policies: [{ draft: { ttl_days: 14 } }],
  }).map(({ problem }) => problem);
}

test("a sound flow has no issue", () => {
  expect(
    problems("  - { id: name, ask: name }\n  - { id: end, say: trial.end, end: completed }\n"),
  ).toEqual([]);
});

describe("what stops the start", () => {
  test.each([
    [
      "a step that nothing leads to",
      "  - { id: a, ask: name, end: completed }\n  - { id: b, say: trial.b }\n",
      /"b" can never be reached/,
    ],
    [
      "a circle that never waits",
      "  - { id: a, say: trial.a }\n  - { id: b, goto: [{ to: a }] }\n",
      /a circle that never waits: a -> b/,
    ],
    ["a goto to nowhere", "  - { id: a, goto: [{ to: nowhere }] }\n", /no step "nowhere"/],
    [
      "an unknown variable that is asked",
      "  - { id: a, ask: missing, end: completed }\n",
      /unknown variable "missing"/,
    ],
    [
      "an unknown variable in a condition",
      "  - { id: a, ask: name, when: { eq: [$nmae, x] } }\n",
      /unknown variable "nmae"/,
    ],
    [
      "a setting that no profile has",
      "  - { id: a, ask: name, when: { gt: [$policy.draft.days, 3] } }\n",
      /no profile has "draft.days"/,
    ],
    [
      "a page to upload what is no document",
      "  - { id: a, ask: name, page: [web] }\n",
      /"a" has a page to upload documents/,
    ],
    [
      "a limit without a way on",
      "  - { id: a, ask: name, attempts: 2 }\n",
      /limits its attempts but has no onFail/,
    ],
    [
      "a number question without digitsAreAnswers",
      "  - { id: a, ask: count }\n",
      /where 0 and 9 are answers/,
    ],
    ["a call to a flow that is not there", "  - { id: a, call: nothing }\n", /no flow "nothing"/],
    [
      "a review that mends a step that is not there",
      "  - { id: a, ask: name }\n  - { id: r, review: trial.r, items: [{ id: x, number: 1, steps: [b], values: [$name] }] }\n",
      /no step "b"/,
    ],
  ])("%s", (_what, steps, expected) => {
    expect(problems(steps).join("\n")).toMatch(expected);
  });

  test("a question in the circle makes it a conversation", () => {
    expect(problems("  - { id: a, ask: name }\n  - { id: b, goto: [{ to: a }] }\n")).toEqual([]);
  });

  test("a missing Arabic text, a missing SMS text and an SMS text over its budget", () => {
    const steps = "  - { id: name, ask: name }\n";
    expect(problems(steps, { has: (key) => key !== "trial.name" })).toEqual([
      'no Arabic text "trial.name"',
    ]);
    expect(problems(steps, { hasSms: () => false })).toEqual(['no SMS text "trial.name.sms"']);
    expect(problems(steps, { smsParts: () => 3 })).toEqual([
      'the SMS text "trial.name.sms" takes 3 parts, 2 are allowed',
    ]);
  });

  test("a secure form that nothing waits for", () => {
    const flow = flowOf(
      "flow: trial\nversion: 1\ntexts: trial\nvars:\n  national_id: { type: national_id, collect: identity }\nsteps:\n  - { id: a, ask: national_id, digitsAreAnswers: true }\n",
    );
    const flows = createFlowSet([flow], { reserved: {}, intents: {}, events: {} });
    expect(
      lintFlow(flow, { flows, texts: lintTexts(), policies: [{}] }).map(({ problem }) => problem),
    ).toEqual(['nothing waits for the secure form of "national_id"']);
  });
});

describe("the shape of a file", () => {
  test.each([
    ["an unknown key", "  - { id: a, ask: name, atempts: 2 }\n", /Unrecognized key/],
    [
      "two kinds in one step",
      "  - { id: a, ask: name, say: trial.a }\n",
      /several kinds: ask, say/,
    ],
    ["no kind at all", "  - { id: a, when: { eq: [$name, x] } }\n", /without a kind/],
    [
      "the same id twice",
      "  - { id: a, ask: name }\n  - { id: a, say: trial.a }\n",
      /"a" exists twice/,
    ],
    [
      "an operator that conditions do not have",
      "  - { id: a, ask: name, when: { matches: [$name, x] } }\n",
      /Invalid input/,
    ],
  ])("%s is refused with its place", (_what, steps, expected) => {
    const parsed = parseFlow(parse(head + steps));
    if (!("issues" in parsed)) throw new Error("it was taken");
    expect(parsed.issues.map(({ problem }) => problem).join("\n")).toMatch(expected);
    expect(parsed.issues[0]?.path.slice(0, 1)).toEqual(["steps"]);
    expect(parsed.issues[0]?.remedy).not.toBe("");
  });
});
