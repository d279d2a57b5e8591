/* Runs the checker as a program of its own, hence "process". */
import { readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import { check, type Diagnostics } from "recheck";
import { expect, test } from "vitest";

/** A literal after what can only stand before a value. */
const REGEX =
  /(?:[(=,:?&|!;{[]|return|=>)\s*\/(?![*/])((?:\\.|\[(?:\\.|[^\]\\\n])*\]|[^/\\\n[])+)\/([dgimsuvy]*)/g;

/** Quadratic, and short enough: why the text that they meet is bounded. */
const BOUNDED: Record<string, string> = {
  "/[\\s.،,]+$/u": "a place is read from at most 4,000 characters, spaces already single",
  "/[\\s:،,.-]+$/u": "a name is read from at most 200 characters",
  "/\\s+(?:أو|او|or)\\s+|[/()،,؛]/": "labels of options come from flows, not from people",
};

const folder = path.join(import.meta.dirname, "..", "..", "src", "language");
const found = new Map<string, { source: string; flags: string }>(
  readdirSync(folder)
    .filter((name) => name.endsWith(".ts"))
    .flatMap((name) => [...readFileSync(path.join(folder, name), "utf8").matchAll(REGEX)])
    .map(([, source = "", flags = ""]) => [`/${source}/${flags}`, { source, flags }]),
);
// What repeats nothing takes a time that no text can stretch.
const repeating = [...found].filter(([, { source }]) => /[*+{]/.test(source));

test("the regular expressions are found", () => {
  expect(found.size).toBeGreaterThan(80);
  expect(Object.keys(BOUNDED).filter((literal) => !found.has(literal))).toEqual([]);
});

test.each(repeating)("%s cannot be made to hang", async (literal, { source, flags }) => {
  expect(verdict(literal, await check(source, flags, { timeout: 8000 }))).toBe("safe");
});

function verdict(literal: string, diagnostics: Diagnostics): string {
  if (diagnostics.status !== "vulnerable") return diagnostics.status;
  const { type, summary } = diagnostics.complexity;
  const isBounded = type === "polynomial" && diagnostics.complexity.degree === 2;
  return isBounded && Object.hasOwn(BOUNDED, literal) ? "safe" : summary;
}
