import { expect, test } from "vitest";
import { advance } from "../../src/engine/advance.ts";
import { migrate } from "../../src/engine/migrate.ts";
import { context, flowSet, stateIn } from "./flows.ts";

const first = `
flow: trial
version: 1
texts: trial
draft: true
vars:
  ask_income_total: { type: money, min: 0, max: 9000 }
  fax: { type: text, min: 1, max: 20 }
  city: { type: city }
steps:
  - { id: ask_income_total, ask: ask_income_total, section: income, digitsAreAnswers: true }
  - { id: fax, ask: fax, section: contact }
  - { id: city, ask: city, section: contact }
`;
const second = `
flow: trial
version: 2
texts: trial
draft: true
migrates: { from: [1], rename: { ask_income_total: income }, drop: [fax] }
vars:
  income: { type: money, min: 0, max: 9000 }
  city: { type: city }
steps:
  - { id: income, ask: income, section: income, digitsAreAnswers: true }
  - { id: city, ask: city, section: contact }
`;
const undeclared = second.replace(/^migrates.*\n/m, "");

test("a conversation finishes on the version on which it began", () => {
  const state = stateIn("trial", 1, "fax", { ask_income_total: 4500 });
  const { state: after } = advance(
    flowSet(first, undeclared),
    state,
    { kind: "text", text: "لا يوجد" },
    context(),
  );
  expect(after.frames).toMatchObject([{ version: 1, step: "city" }]);
});

test("a declared migration renames steps and answers, and drops what is no longer asked", () => {
  const state = migrate(
    flowSet(first, second),
    stateIn("trial", 1, "ask_income_total", { ask_income_total: 4500, fax: "1" }),
  );
  expect(state.frames).toEqual([{ flow: "trial", version: 2, step: "income", failures: 0 }]);
  expect(state.answers).toEqual({ income: 4500 });
});

test("a step that is gone begins its section anew, and the person answers on", () => {
  const state = stateIn("trial", 1, "fax", { ask_income_total: 4500 });
  const asked = advance(flowSet(first, second), state, { kind: "text", text: "لا يوجد" }, context());
  expect(asked.effects).toMatchObject([{ kind: "send", key: "trial.city" }]);
  expect(asked.state.answers).toEqual({ income: 4500 });
  const answered = advance(
    flowSet(first, second),
    asked.state,
    { kind: "text", text: "مكة - الشوقية" },
    context(),
  );
  expect(answered.ended).toEqual({ flow: "trial", how: "completed" });
});

test("a signature does not outlive a change of what it covers", () => {
  const state = migrate(
    flowSet(first, second),
    stateIn("trial", 1, "city", { ask_income_total: 1, truth_declaration: true }),
  );
  expect(state.answers).toEqual({ income: 1 });
});

test("every cut of a conversation goes on after the migration: no state is left without a next step", () => {
  const answers = [
    ["ask_income_total", 4500],
    ["fax", "1"],
    ["city", "مكة"],
  ] as const;
  for (const [index, step] of ["ask_income_total", "fax", "city"].entries()) {
    const state = migrate(
      flowSet(first, second),
      stateIn("trial", 1, step, Object.fromEntries(answers.slice(0, index))),
    );
    const turn = advance(
      flowSet(first, second),
      state,
      { kind: "text", text: "مكة - الشوقية" },
      context(),
    );
    expect({ step, asks: turn.effects.length > 0 }).toEqual({ step, asks: true });
  }
});
