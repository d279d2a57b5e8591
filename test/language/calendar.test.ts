import { describe, expect, test } from "vitest";
import { fc, test as property } from "@fast-check/vitest";
import {
  dayInRiyadh,
  formatGregorian,
  formatHijri,
  isHijriDay,
  monthLength,
  toGregorian,
  toHijri,
  weekdayOf,
} from "../../src/language/calendar.ts";
import vectors from "./vectors.json" with { type: "json" };

describe("Umm al-Qura", () => {
  test.each(vectors.hijri.pairs)("$hijri is $gregorian", ({ hijri, gregorian }) => {
    const [y, m, d] = hijri.split("-").map(Number) as [number, number, number];
    expect(toHijri(gregorian)).toBe(hijri);
    expect(toGregorian(y, m, d)).toBe(gregorian);
  });

  test.each(Object.entries(vectors.hijri.month_lengths_1448))(
    "month %s of 1448 has %d days",
    (month, days) => {
      expect(monthLength(1448, Number(month))).toBe(days);
    },
  );

  test("days that do not exist are known", () => {
    expect(isHijriDay(1448, 1, 30)).toBe(false);
    expect(isHijriDay(1448, 13, 1)).toBe(false);
    expect(isHijriDay(1448, 2, 30)).toBe(true);
  });

  property.prop([
    fc.date({ min: new Date("1930-01-01"), max: new Date("2070-01-01"), noInvalidDate: true }),
  ])("there and back is the same day", (at) => {
    const day = at.toISOString().slice(0, 10);
    const [y, m, d] = toHijri(day).split("-").map(Number) as [number, number, number];
    expect(toGregorian(y, m, d)).toBe(day);
  });

  test("a text that is no day is refused", () => {
    expect(() => toHijri("2026-02-30")).toThrow("calendar day");
  });
});

test("days are printed day first", () => {
  expect(formatHijri("1447-01-18")).toBe("18/01/1447");
  expect(formatGregorian("2025-07-13")).toBe("13/07/2025");
});

test("13 July 2025 was a Sunday", () => {
  expect(weekdayOf("2025-07-13")).toBe(0);
});

test("the day in Riyadh begins three hours earlier", () => {
  expect(dayInRiyadh(new Date("2026-11-22T21:30:00Z"))).toBe("2026-11-23");
});
