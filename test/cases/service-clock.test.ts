import { describe, expect, test } from "vitest";
import { fc, test as prop } from "@fast-check/vitest";
import { isOpen } from "../../src/cases/calendar.ts";
import { serviceClock } from "../../src/cases/service-clock.ts";
import { loadStage } from "../support/stage.ts";

const { profile } = loadStage().association("khuta");
const at = (time: string) => new Date(`${time}+03:00`);
const sunday = at("2026-11-22T10:00:00");

describe("the clock of the next answer", () => {
  test.each([
    ["the bot holds it", { holder: "bot", priority: "normal" }, null],
    [
      "staff wait for the person",
      { holder: "staff", priority: "normal" },
      { dueAt: null, state: "paused" },
    ],
    [
      "somebody was just called",
      { holder: "queue", priority: "normal", since: sunday },
      { dueAt: "2026-11-22T07:10:00.000Z", state: "ok" },
    ],
    [
      "called on Thursday a minute before closing",
      { holder: "queue", priority: "normal", since: at("2026-11-19T15:59:00") },
      { dueAt: "2026-11-22T05:09:00.000Z", state: "late" },
    ],
    [
      "called on Friday",
      { holder: "queue", priority: "normal", since: at("2026-11-20T11:00:00") },
      { dueAt: "2026-11-22T05:10:00.000Z", state: "late" },
    ],
    [
      "a crisis on Friday",
      { holder: "queue", priority: "crisis", since: at("2026-11-20T11:00:00") },
      { dueAt: "2026-11-20T08:02:00.000Z", state: "late" },
    ],
  ] as const)("%s", (_what, desk, clock) => {
    expect(serviceClock(profile, desk, sunday)).toEqual(clock);
  });

  test("says that it is near in the last quarter", () => {
    const desk = { holder: "queue", priority: "normal", since: sunday } as const;
    const states = [7, 8, 10].map(
      (minutes) =>
        serviceClock(profile, desk, new Date(sunday.getTime() + minutes * 60_000))?.state,
    );
    expect(states).toEqual(["ok", "soon", "late"]);
  });

  const moment = fc.date({
    min: new Date("2026-01-01T00:00:00Z"),
    max: new Date("2027-12-31T00:00:00Z"),
    noInvalidDate: true,
  });
  prop.prop([moment, moment, fc.constantFrom("queue", "staff" as const)])(
    "is due in working time, never before the call, and goes only forward",
    (since, now, holder) => {
      const desk = { holder, priority: "normal", since, unansweredSince: since } as const;
      const clock = serviceClock(profile, desk, now);
      const dueAt = new Date(clock?.dueAt ?? 0);
      expect(dueAt.getTime()).toBeGreaterThan(since.getTime());
      expect(isOpen(profile, new Date(dueAt.getTime() - 1))).toBe(true);
      const order = ["ok", "soon", "late"];
      const later = serviceClock(profile, desk, new Date(now.getTime() + 3_600_000));
      expect(order.indexOf(later?.state ?? "")).toBeGreaterThanOrEqual(
        order.indexOf(clock?.state ?? ""),
      );
    },
  );
});
