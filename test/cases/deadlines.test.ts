import { fc, test as property } from "@fast-check/vitest";
import { describe, expect, test } from "vitest";
import { dayAfter, decisionNotBefore } from "../../src/cases/deadlines.ts";

describe("the earliest decision", () => {
  test.each([
    ["2026-11-22T10:00:00+03:00", "2026-12-06"],
    ["2026-11-22T00:30:00+03:00", "2026-12-06"],
    ["2026-11-22T23:59:00+03:00", "2026-12-06"],
    ["2026-12-25T12:00:00+03:00", "2027-01-08"],
    ["2028-02-20T12:00:00+03:00", "2028-03-05"],
  ])("of a request complete at %s is on %s, in Riyadh and in UTC alike", (at, day) => {
    const earliest = decisionNotBefore(new Date(at), 14);
    expect(earliest).toEqual(new Date(`${day}T09:00:00+03:00`));
    expect(earliest.toISOString().slice(0, 10)).toBe(day);
  });

  const moments = fc.date({
    min: new Date("2020-01-01T00:00:00Z"),
    max: new Date("2060-01-01T00:00:00Z"),
    noInvalidDate: true,
  });

  property.prop([moments, fc.integer({ min: 14, max: 365 })])(
    "is the given number of calendar days later, whatever the hour",
    (at, days) => {
      const riyadhDay = new Date(at.getTime() + 3 * 3_600_000).toISOString().slice(0, 10);
      const earliest = decisionNotBefore(at, days).toISOString().slice(0, 10);
      expect((Date.parse(earliest) - Date.parse(riyadhDay)) / 86_400_000).toBe(days);
    },
  );
});

test.each([
  ["2026-02-28", 1, "2026-03-01"],
  ["2028-02-28", 1, "2028-02-29"],
  ["2026-12-31", 1, "2027-01-01"],
  ["2026-11-22", 0, "2026-11-22"],
])("%s and %d days is %s", (day, days, later) => {
  expect(dayAfter(day, days)).toBe(later);
});
