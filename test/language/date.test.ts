import { describe, expect, test } from "vitest";
import { readDate } from "../../src/language/date.ts";
import vectors from "./vectors.json" with { type: "json" };

const now = new Date("2026-11-22T10:00:00+03:00");

function dated(text: string, mustBe?: "past" | "future"): string {
  const reading = readDate(text, { now, ...(mustBe ? { mustBe } : {}) });
  if (!reading.ok) return `(${reading.reason})`;
  const { calendar, y, m, d } = reading.value;
  return `${calendar} ${y}-${m}-${d}`;
}

describe("dates of the vectors", () => {
  test.each(
    vectors.hijri.parse.flatMap(({ input, calendar, ymd }) =>
      ymd ? [{ input, calendar, ymd }] : [],
    ),
  )("$input is $ymd", ({ input, calendar, ymd }) => {
    expect(dated(input)).toBe(`${calendar === "hijri" ? "hijri" : "gregorian"} ${ymd.join("-")}`);
  });

  test.each(vectors.hijri.invalid)("$input: $reason", ({ input, reason }) => {
    expect(dated(input)).toBe(reason.startsWith("two-digit") ? "(two_digit_year)" : "(impossible)");
  });
});

describe("dates as people write them", () => {
  test.each([
    ["مواليد ١٤١٠/٦/١٥ هـ", "hijri 1410-6-15"],
    ["15/6/1410", "hijri 1410-6-15"],
    ["15.6.1410", "hijri 1410-6-15"],
    ["14 / 5 / 1405", "hijri 1405-5-14"],
    ["۱۵-۶-۱۴۱۰", "hijri 1410-6-15"],
    ["13-1-1990", "gregorian 1990-1-13"],
    ["1990/1/13م", "gregorian 1990-1-13"],
    ["15061410", "hijri 1410-6-15"],
    ["١٤١٠٠٦١٥", "hijri 1410-6-15"],
    ["15 من شهر رجب عام 1410", "hijri 1410-7-15"],
    ["يوم 15 شهر 6 سنة 1410", "hijri 1410-6-15"],
    ["٥ صفر ١٤٠٠", "hijri 1400-2-5"],
    ["15 جمادى الثانية 1399هـ", "hijri 1399-6-15"],
    ["١ جماد اول ١٤٢٠", "hijri 1420-5-1"],
    ["خمسطعش شعبان الف واربعميه وعشره", "hijri 1410-8-15"],
    ["خمسة ستة الف وتسعمية وتسعين", "gregorian 1990-6-5"],
    ["الخامس عشر من رمضان 1410", "hijri 1410-9-15"],
    ["الحادي والعشرين من شوال 1412", "hijri 1412-10-21"],
    ["اول محرم 1440", "hijri 1440-1-1"],
    ["13 يناير ١٩٩٠", "gregorian 1990-1-13"],
    ["٢٩ شباط ١٩٩٢", "gregorian 1992-2-29"],
    ["5 كانون الثاني 2001", "gregorian 2001-1-5"],
    ["July 5, 1988", "gregorian 1988-7-5"],
    ["الأحد 15/3/1445", "hijri 1445-3-15"],
    ["15/6/1410 الموافق 13/1/1990", "hijri 1410-6-15"],
    ["1/1/1400 لا 1/2/1400", "hijri 1400-2-1"],
  ])("%s is %s", (text, expected) => {
    expect(dated(text)).toBe(expected);
  });

  test.each([
    ["10/5/47", "two_digit_year"],
    ["15 محرم 47", "two_digit_year"],
    ["مواليد 1405", "year_only"],
    ["الف وتسعميه وثمانين", "year_only"],
    ["رجب 1410", "incomplete"],
    ["15/6", "incomplete"],
    ["عمري ٤٥ سنة", "age"],
    ["بكره", "relative"],
    ["الأحد الجاي", "relative"],
    ["قبل شهرين", "relative"],
    ["31/4/1990", "impossible"],
    ["29/2/1991", "impossible"],
    ["5/13/1990", "impossible"],
    ["1/1/1410م", "impossible"],
    ["1/1/1410 و 2/2/1420", "several"],
    ["مدري", "unknown"],
    ["نعم", "unclear"],
    ["0551234567", "unclear"],
  ])("%s is asked again: %s", (text, reason) => {
    expect(dated(text)).toBe(`(${reason})`);
  });
});

test("what must be past or future is compared with today in Riyadh", () => {
  expect(dated("1/1/2027", "past")).toBe("(future)");
  expect(dated("1/1/2026", "future")).toBe("(past)");
  expect(dated("22/11/2026", "past")).toBe("gregorian 2026-11-22");
  expect(dated("22/11/2026", "future")).toBe("gregorian 2026-11-22");
});

test("a stored date holds what was written and both calendars, as plain data", () => {
  const reading = readDate(" ١٥/٦/١٤١٠ ", { now });
  const stored = {
    raw: "١٥/٦/١٤١٠",
    calendar: "hijri",
    y: 1410,
    m: 6,
    d: 15,
    gregorian: "1990-01-13",
    hijri: "1410-06-15",
  };
  expect(reading).toEqual({ ok: true, value: stored });
  expect(JSON.parse(JSON.stringify(reading))).toEqual(reading);
});
