import { array, assert, constant, constantFrom, oneof, property } from "fast-check";
import { describe, expect, test } from "vitest";
import { advance } from "../../src/engine/advance.ts";
import { createFlowSet } from "../../src/engine/flow-set.ts";
import { lintEvents } from "../../src/engine/lint.ts";
import type { Effect, Holder, Input, State } from "../../src/engine/types.ts";
import { context, flowOf, lintTexts, stateIn } from "./flows.ts";

/* What happens to a case while the person is in the middle of something else. */

const flows = createFlowSet(
  [
    flowOf(
      "flow: request\nversion: 1\ntexts: request\ndraft: true\nvars:\n  name: { type: text, min: 1, max: 50 }\n  need: { type: text, min: 1, max: 50 }\nsteps:\n  - { id: name, ask: name }\n  - { id: need, ask: need }\n",
    ),
    flowOf(
      "flow: asks\nversion: 1\ntexts: asks\nvars:\n  received: { type: choice, options: [{ id: all, number: 1 }, { id: none, number: 2 }] }\nsteps:\n  - { id: received, ask: received }\n  - { id: thanks, say: asks.thanks }\n",
    ),
    flowOf(
      "flow: menu\nversion: 1\ntexts: menu\nvars:\n  item: { type: menu, options: [{ id: x, number: 1 }] }\nsteps:\n  - { id: main, ask: item }\n",
    ),
  ],
  {
    reserved: { menu: { go: "menu" }, continue: { go: "continue" } },
    intents: {},
    events: {
      told: { say: "event.told" },
      asked: { call: "asks" },
      settled: { say: "event.settled", settles: ["asked"] },
      survey: { say: "event.survey", class: "survey" },
      campaign: { say: "event.campaign", class: "awareness" },
    },
  },
);

interface Stage {
  state: State;
  holder: Holder;
  effects: Effect[];
  turns: number;
}

function begin(state: State = stateIn("request", 1, "name")): Stage {
  return { state, holder: "bot", effects: [], turns: 0 };
}

function take(stage: Stage, input: Input, more: Parameters<typeof context>[0] = {}): Stage {
  const turns = stage.turns + 1;
  const { state, effects, holder } = advance(
    flows,
    stage.state,
    input,
    context({
      holder: stage.holder,
      turnId: `c.${turns}`,
      placeholders: () => ["case_no", "due_g"],
      ...more,
    }),
  );
  return { state, holder: holder ?? stage.holder, effects: [...stage.effects, ...effects], turns };
}

function release(stage: Stage): Stage {
  return take({ ...stage, holder: "bot" }, { kind: "released" });
}

const event = (name: string, no = "KH-1"): Input => ({
  kind: "event",
  event: name,
  values: { case_id: `case-${no}`, case_no: no, due: "2026-12-01" },
});

function keysOf({ effects }: Stage): string[] {
  return effects.flatMap((effect) => (effect.kind === "send" ? [effect.key] : []));
}

describe("an event in the middle of a question", () => {
  test("is told as a notice of its case, and the same question is asked again, once", () => {
    const after = take(begin(), event("told"));
    expect(keysOf(after)).toEqual(["event.told", "request.name"]);
    expect(after.effects[0]).toMatchObject({
      purpose: "notification",
      caseId: "case-KH-1",
      event: "told",
      vars: { case_no: "KH-1", due_g: "01/12/2026" },
    });
    expect(after.effects[1]).toMatchObject({ purpose: "reply" });
    expect(after.effects[1]).not.toHaveProperty("caseId");
  });

  test("may ask itself: its answer is not taken for that of the open question, which comes back after it", () => {
    const asked = take(begin(), event("asked"));
    expect(keysOf(asked)).toEqual(["asks.received"]);
    const answered = take(asked, { kind: "choice", optionId: "all" });
    expect(keysOf(answered)).toEqual(["asks.received", "asks.thanks", "request.name"]);
    expect(answered.state.answers).toEqual({});
    const named = take(answered, { kind: "text", text: "نورة" });
    expect(named.state.answers).toEqual({ name: "نورة" });
  });

  test("keeps its case number from the number of the request that is being written", () => {
    const writing = stateIn("request", 1, "name");
    writing.values["case_no"] = "KH-9";
    const after = take(begin(writing), event("asked"));
    expect(after.state.values["case_no"]).toBe("KH-9");
    expect(after.effects[0]).toMatchObject({ vars: { case_no: "KH-1" } });
  });

  test("leaves an open menu as it is", () => {
    const after = take(begin(stateIn("menu", 1, "main")), event("told"));
    expect(keysOf(after)).toEqual(["event.told"]);
    expect(after.state.frames.at(-1)).toMatchObject({ flow: "menu", step: "main" });
  });

  test("does not make a draft look alive", () => {
    const quiet = stateIn("request", 1, "name");
    quiet.lastActivityAt = "2026-11-20T00:00:00.000Z";
    expect(take(begin(quiet), event("told")).state.lastActivityAt).toBe(quiet.lastActivityAt);
  });
});

describe("an event that must wait", () => {
  test("is not said while staff hold the conversation, and is said when they give it back", () => {
    const held = take({ ...begin(), holder: "staff" }, event("told"));
    expect(held.effects).toEqual([]);
    expect(keysOf(release(held))).toEqual(["event.told", "request.name"]);
  });

  test("several are told in their order, and the open question comes once after all of them", () => {
    const held = ["KH-1", "KH-2", "KH-3"].reduce((stage, no) => take(stage, event("told", no)), {
      ...begin(),
      holder: "staff",
    } as Stage);
    const after = release(held);
    expect(keysOf(after)).toEqual(["event.told", "event.told", "event.told", "request.name"]);
    expect(
      after.effects.flatMap((effect) =>
        effect.kind === "send" ? (effect.vars["case_no"] ?? []) : [],
      ),
    ).toEqual(["KH-1", "KH-2", "KH-3"]);
  });

  test("is not said in a crisis, and is said when the person goes on with something else", () => {
    const crisis = begin();
    crisis.state = {
      ...crisis.state,
      frames: [],
      crisis: { tier: "T1", at: "2026-11-22T07:00:00.000Z" },
    };
    const waiting = take(crisis, event("told"));
    expect(waiting.effects).toEqual([]);
    expect(keysOf(take(waiting, { kind: "text", text: "القائمة" }))).toEqual([
      "menu.main",
      "event.told",
    ]);
  });
});

describe("what is not told", () => {
  test("a survey to whoever stopped surveys, awareness to whoever never agreed", () => {
    const stopped = begin({ ...stateIn("request", 1, "name"), optOut: "awareness" });
    expect(take(stopped, event("survey")).effects).toEqual([]);
    expect(take(begin(), event("campaign")).effects).toEqual([]);
    const agreed = stateIn("request", 1, "name");
    agreed.consents = [
      { purpose: "awareness", version: "1", decision: "given", at: "2026-11-01T00:00:00.000Z" },
    ];
    expect(keysOf(take(begin(agreed), event("campaign")))).toContain("event.campaign");
  });

  test("what the bot has no words for goes to people", () => {
    expect(take(begin(), event("constructor")).effects).toMatchObject([
      { kind: "hand_off", reason: "event.constructor" },
    ]);
  });
});

test("where notices are neutral, only that there is news is sent; what it is waits until the person is here", () => {
  const neutral = { policy: { intake_groups: [], notices: { neutral: true } } };
  const told = take(begin(stateIn("menu", 1, "main")), event("told"), neutral);
  expect(keysOf(told)).toEqual(["update.neutral"]);
  const again = take(told, { kind: "timer", followUpId: "c.idle", followUp: "idle" }, neutral);
  expect(keysOf(again)).toEqual(["update.neutral"]);
  const here = take(again, { kind: "start" }, neutral);
  expect(keysOf(here)).toContain("event.told");
  expect(
    here.effects.find((effect) => effect.kind === "send" && effect.key === "event.told"),
  ).toMatchObject({ purpose: "reply" });
  expect(here.state.waiting).toBeUndefined();
});

test("however claims, releases, messages and events follow one another, each event is told once and in order", () => {
  const move = oneof(
    constant("claim"),
    constant("release"),
    constantFrom("نعم", "1", "2", "القائمة", "متابعة", "كلام"),
    constantFrom("told", "asked", "settled"),
  );
  assert(
    property(array(move, { maxLength: 25 }), (moves) => {
      let stage = begin();
      const happened: string[] = [];
      const leftWaiting: boolean[] = [];
      for (const each of moves) {
        if (each === "claim") stage = { ...stage, holder: "staff" };
        else if (each === "release") stage = release(stage);
        else if (each === "told" || each === "asked" || each === "settled") {
          const no = `KH-${happened.length}`;
          happened.push(no);
          stage = take(stage, event(each, no));
        } else stage = take(stage, { kind: "text", text: each });
        leftWaiting.push(stage.holder !== "staff" && stage.state.waiting !== undefined);
      }
      stage = release(stage);
      const told = stage.effects.flatMap((effect) =>
        effect.kind === "send" && effect.purpose === "notification" ? [effect.vars["case_no"]] : [],
      );
      expect(told).toEqual(happened);
      expect(leftWaiting).not.toContain(true);
      expect(stage.state.waiting).toBeUndefined();
    }),
  );
});

describe("news that settles a question which earlier news of the case has asked", () => {
  const keysSince = (before: Stage, after: Stage) =>
    after.effects
      .slice(before.effects.length)
      .flatMap((each) => (each.kind === "send" ? [each.key] : []));

  test("is told, and the settled question is not asked again; the one before it is, once", () => {
    const asked = take(begin(), event("asked"));
    const settled = take(asked, event("settled"));
    expect(keysSince(asked, settled)).toEqual(["event.settled", "request.name"]);
    expect(settled.state.frames.map(({ flow }) => flow)).toEqual(["request"]);
  });

  test("leaves the question of another case where it is", () => {
    const asked = take(begin(), event("asked", "KH-1"));
    const told = take(asked, event("settled", "KH-2"));
    expect(keysSince(asked, told)).toEqual(["event.settled", "asks.received"]);
  });

  test("leaves alone what it does not name", () => {
    const asked = take(begin(), event("asked"));
    const told = take(asked, event("told"));
    expect(keysSince(asked, told)).toEqual(["event.told", "asks.received"]);
  });

  test("with nothing else open it ends there", () => {
    const asked = take(begin({ ...stateIn("request", 1, "name"), frames: [] }), event("asked"));
    const settled = take(asked, event("settled"));
    expect(keysSince(asked, settled)).toEqual(["event.settled"]);
    expect(settled.state.frames).toEqual([]);
  });
});

describe("the lint of events", () => {
  const world = { flows, texts: lintTexts(), policies: [] };
  test.each([
    [
      "an event that nothing tells",
      { events: ["told", "asked", "settled", "survey", "campaign", "new"] },
      /nothing tells the event "new"/,
    ],
    [
      "an entry that nothing leads to",
      { events: ["told", "asked", "settled", "survey"] },
      /no event "campaign"/,
    ],
    [
      "a name of an event that does not exist, among what it settles",
      {
        flows: createFlowSet([], {
          ...flows.globals,
          events: { told: { say: "event.told", settles: ["aksed"] } },
        }),
        events: ["told"],
      },
      /settles the unknown event "aksed"/,
    ],
    [
      "a missing text",
      { texts: lintTexts({ has: (key) => key !== "event.told" }) },
      /no Arabic text "event.told"/,
    ],
    [
      "a missing SMS text",
      { texts: lintTexts({ hasSms: (key) => key !== "event.told" }) },
      /no SMS text "event.told.sms"/,
    ],
  ])("%s", (_what, more, expected) => {
    const problems = lintEvents({ ...world, ...more }).map(({ problem }) => problem);
    expect(problems.join("\n")).toMatch(expected);
    expect(problems).toHaveLength(1);
  });
});
