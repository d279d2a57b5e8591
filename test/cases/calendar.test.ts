import { fc, test as property } from "@fast-check/vitest";
import { describe, expect, test } from "vitest";
import {
  afterWorking,
  isOpen,
  nextAllowed,
  nextOpening,
  openingWords,
  type MessageClass,
} from "../../src/cases/calendar.ts";
import { profileOf } from "./profiles.ts";

const khuta = profileOf("khuta");
const riyadh = (text: string) => new Date(`${text}:00+03:00`);

// 2026: Ramadan is 18 February to 19 March by Umm al-Qura; 1 March is a Sunday.
describe("working hours", () => {
  test.each([
    ["2026-11-22T08:00", true, "Sunday, the first minute"],
    ["2026-11-22T15:59", true, "Sunday, the last minute"],
    ["2026-11-22T16:00", false, "closing time is closed"],
    ["2026-11-26T12:00", true, "Thursday"],
    ["2026-11-27T12:00", false, "Friday"],
    ["2026-11-28T12:00", false, "Saturday"],
    ["2026-03-01T09:00", false, "Ramadan begins later"],
    ["2026-03-01T14:59", true, "Ramadan, the last minute"],
    ["2026-03-01T15:00", false, "Ramadan ends earlier"],
    ["2026-02-22T12:00", false, "Founding Day"],
    ["2026-09-23T12:00", false, "National Day"],
  ])("%s is open: %s (%s)", (at, open) => {
    expect(isOpen(khuta, riyadh(at))).toBe(open);
  });

  test.each([
    ["2026-11-22T10:30", "2026-11-22T10:30", "now, when it is open"],
    ["2026-11-22T07:00", "2026-11-22T08:00", "later today"],
    ["2026-11-22T16:00", "2026-11-23T08:00", "tomorrow"],
    ["2026-11-26T16:00", "2026-11-29T08:00", "after the weekend"],
    ["2026-02-21T12:00", "2026-02-23T10:00", "over Founding Day, in Ramadan"],
  ])("after %s it opens at %s (%s)", (at, opening) => {
    expect(nextOpening(khuta, riyadh(at))).toEqual(riyadh(opening));
  });

  test("several periods a day are open, and the pause between them is not", () => {
    const profile = profileOf("khuta");
    profile.hours.normal.periods = ["16:00-20:00", "08:00-12:00"];
    expect(isOpen(profile, riyadh("2026-11-22T13:00"))).toBe(false);
    expect(nextOpening(profile, riyadh("2026-11-22T13:00"))).toEqual(riyadh("2026-11-22T16:00"));
    expect(nextOpening(profile, riyadh("2026-11-22T01:00"))).toEqual(riyadh("2026-11-22T08:00"));
  });

  test("what a text says of the next opening", () => {
    expect(openingWords(khuta, riyadh("2026-11-26T18:00"))).toEqual({
      day: "sun",
      time: "08:00",
      isToday: false,
    });
    expect(openingWords(khuta, riyadh("2026-11-22T06:00"))).toEqual({
      day: "sun",
      time: "08:00",
      isToday: true,
    });
  });

  test.each([
    ["2026-11-22T10:00", 60, "2026-11-22T11:00"],
    ["2026-11-22T15:00", 60, "2026-11-22T16:00"],
    ["2026-11-22T15:00", 61, "2026-11-23T08:01"],
  ])("%s and %d working minutes is %s", (from, minutes, until) => {
    expect(afterWorking(khuta, riyadh(from), minutes)).toEqual(riyadh(until));
  });

  test("a call-back within 24 working hours of Thursday evening falls on Tuesday", () => {
    expect(
      afterWorking(khuta, riyadh("2026-11-26T18:00"), khuta.handoff.callback_hours * 60),
    ).toEqual(riyadh("2026-12-01T16:00"));
  });

  test("a profile that is never open is told, not searched for ever", () => {
    const profile = profileOf("khuta");
    profile.hours.normal.days = [];
    expect(() => nextOpening(profile, riyadh("2026-11-22T10:00"))).toThrow("no hour open");
  });
});

describe("when a message may leave", () => {
  test.each<[MessageClass, string, string, string]>([
    ["service", "2026-11-22T10:00", "2026-11-22T10:00", "in the window"],
    ["service", "2026-11-22T03:00", "2026-11-22T09:00", "not at night"],
    ["service", "2026-11-22T21:00", "2026-11-23T09:00", "not in the evening"],
    ["survey", "2026-11-22T21:30", "2026-11-23T09:00", "a survey is like a service message"],
    ["awareness", "2026-11-22T20:00", "2026-11-23T09:00", "awareness ends earlier"],
    ["service", "2026-11-27T11:00", "2026-11-27T13:30", "not during the Friday prayer"],
    ["awareness", "2026-11-27T12:00", "2026-11-27T13:30", "nor then"],
    ["service", "2026-03-01T10:00", "2026-03-01T13:00", "Ramadan: from one in the afternoon"],
    ["service", "2026-03-01T16:00", "2026-03-01T21:30", "Ramadan: not round sunset"],
    ["service", "2026-03-01T23:30", "2026-03-02T13:00", "Ramadan: not late at night"],
    ["service", "2026-03-06T13:00", "2026-03-06T13:30", "Ramadan: nor during the Friday prayer"],
    [
      "awareness",
      "2026-03-01T16:00",
      "2026-03-02T13:00",
      "Ramadan: awareness in the afternoon only",
    ],
    ["service", "2026-03-19T23:45", "2026-03-20T09:00", "the day after Ramadan is an ordinary one"],
  ])("%s at %s leaves at %s (%s)", (messageClass, at, leaves) => {
    expect(nextAllowed(khuta, riyadh(at), messageClass)).toEqual(riyadh(leaves));
  });

  const moments = fc.date({
    min: new Date("2025-01-01T00:00:00Z"),
    max: new Date("2031-01-01T00:00:00Z"),
    noInvalidDate: true,
  });
  const classes = fc.constantFrom<MessageClass>("service", "survey", "awareness");

  property.prop([moments, classes])(
    "never earlier than asked, and within the same week",
    (at, messageClass) => {
      const leaves = nextAllowed(khuta, at, messageClass);
      expect(leaves.getTime()).toBeGreaterThanOrEqual(at.getTime());
      expect(leaves.getTime() - at.getTime()).toBeLessThan(2 * 86_400_000);
    },
  );

  property.prop([moments, classes])("never inside a quiet window", (at, messageClass) => {
    const leaves = nextAllowed(khuta, at, messageClass);
    const local = new Date(leaves.getTime() + 3 * 3_600_000);
    const minute = local.getUTCHours() * 60 + local.getUTCMinutes();
    expect(minute).toBeGreaterThanOrEqual(9 * 60);
    // In Ramadan people are awake late; at any other time the evening is theirs.
    expect(minute).toBeLessThan(
      (messageClass === "awareness" ? 20 : isRamadan(leaves) ? 23.5 : 21) * 60,
    );
    if (local.getUTCDay() === 5) expect(minute < 11 * 60 || minute >= 13.5 * 60).toBe(true);
    if (isRamadan(leaves)) expect(minute < 16 * 60 || minute >= 21.5 * 60).toBe(true);
  });

  property.prop([moments, classes])("what may leave at once leaves at once", (at, messageClass) => {
    const leaves = nextAllowed(khuta, at, messageClass);
    expect(nextAllowed(khuta, leaves, messageClass)).toEqual(leaves);
  });
});

/** By the calendar of the runtime, which is another implementation than the one under test. */
function isRamadan(at: Date): boolean {
  const month = new Intl.DateTimeFormat("en-u-ca-islamic-umalqura-nu-latn", {
    month: "numeric",
    timeZone: "Asia/Riyadh",
  }).format(at);
  return month.startsWith("9");
}
