import { expect, test } from "vitest";
import { sweep } from "../../src/conversation/sweep.ts";
import type { World } from "../../src/conversation/world.ts";

const NOW = new Date("2026-11-24T10:00:00Z");

test("a case that cannot be settled is told and put off, and those behind it are settled in the same round", async () => {
  const looked: string[] = [];
  const putOff: unknown[] = [];
  const told: object[] = [];
  const nothing = async () => [];
  const store = {
    inbox: { waiting: nothing },
    conversations: { unsettled: nothing },
    messages: { stuck: nothing },
    sessions: { unsettled: nothing },
    cases: {
      unsettled: async () => ["broken", "sound"].map((id) => ({ associationId: "khuta", id })),
      load: async (_association: string, id: string) => {
        looked.push(id);
        if (id === "broken") throw new Error("a seal that nobody can open");
      },
      settle: async (...asked: unknown[]) => void putOff.push(asked),
    },
  };
  const world = {
    store,
    clock: { real: () => NOW, now: () => NOW },
    log: { error: (data: object) => void told.push(data) },
  } as unknown as World;

  await sweep(world);

  expect(looked).toEqual(["broken", "sound"]);
  expect(told).toMatchObject([{ caseId: "broken" }]);
  expect(putOff).toEqual([["khuta", "broken", [], new Date("2026-11-24T10:01:00Z")]]);
});
