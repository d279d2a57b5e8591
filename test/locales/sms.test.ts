import { describe, expect, test } from "vitest";
import { cleanSmsText, countSegments } from "../../src/channels/sms.ts";
import { budget, fill, readTexts } from "./read.ts";

const MAX_PARTS = 2;
const ar = readTexts("ar");
const en = readTexts("en");

function smsOf(texts: ReadonlyMap<string, string>) {
  return [...texts]
    .filter(([key]) => /\.(sms|sms-out)(_|$)/.test(key))
    .map(([key, text]) => ({ key, text, ...countSegments(cleanSmsText(fill(text))) }));
}

describe.each([
  ["Arabic", smsOf(ar)],
  ["English", smsOf(en)],
])("%s SMS texts", (language, rows) => {
  test("stay within their budget of parts with the longest sample values", ({ task }) => {
    const long = rows.filter(({ segments }) => segments > 1).toSorted((a, b) => b.units - a.units);
    const table = long.map(
      ({ key, units, segments }) => `${key.padEnd(36)} ${String(units).padStart(4)} ${segments}`,
    );
    process.stdout.write(
      `${task.name} (${language}): ${rows.length} texts, ${long.length} of more than one part\n${table.join("\n")}\n`,
    );
    expect(rows.length).toBeGreaterThan(150);
    expect(
      rows
        .filter(({ key, segments }) => segments > (budget[key] ?? MAX_PARTS))
        .map(({ key, units }) => `${key} ${units}`),
    ).toEqual([]);
  });

  test("hold nothing that only costs: tashkeel, guillemets, long dashes, invisible signs", () => {
    const costly =
      /[\u064b-\u0652\u00ab\u00bb\u2013\u2014\u2066-\u2069\u200b-\u200f\u202a-\u202e\u00a0]/;
    expect(rows.filter(({ text }) => costly.test(text)).map(({ key }) => key)).toEqual([]);
  });
});

test("an exception to the budget names a text that exists and needs it", () => {
  const known = new Map([...smsOf(ar), ...smsOf(en)].map((row) => [row.key, row.segments]));
  expect(Object.entries(budget).filter(([key, parts]) => (known.get(key) ?? 0) < parts)).toEqual(
    [],
  );
});
