import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { evaluate } from "../../scripts/eval.ts";
import { parseLabelled } from "../../scripts/eval/retrieval.ts";
import type { Score } from "../../scripts/eval/score.ts";

const now = new Date("2026-11-24T09:00:00+03:00");
let folder = "";
beforeAll(() => {
  folder = mkdtempSync(path.join(tmpdir(), "wasl-eval-"));
});
afterAll(() => {
  rmSync(folder, { recursive: true });
});

function file(name: string, content: string): string {
  const full = path.join(folder, name);
  writeFileSync(full, content);
  return full;
}

type Written = { class: string; context: string; text: string; expect: unknown; accept?: unknown };

function scored(lines: readonly Written[]): Score {
  const content = lines
    .map((line, index) => JSON.stringify({ id: `l${index}`, ...line }))
    .join("\n");
  return JSON.parse(evaluate([file("lines.jsonl", content), "--json"], now)) as Score;
}

const RIGHT: readonly Written[] = [
  { class: "affirm", context: "yes_no", text: "نعم", expect: "yes" },
  { class: "deny", context: "yes_no", text: "لا", expect: "no" },
  { class: "ambiguous_yes_no", context: "yes_no", text: "مدري", expect: "unclear" },
  { class: "consent_traps", context: "consent", text: "تمام", expect: "unclear" },
  { class: "consent_traps", context: "declaration", text: "أقر", expect: "yes" },
  { class: "menu_choice", context: "menu", text: "٨", expect: 8 },
  { class: "number_income", context: "income", text: "٤٥٠٠", expect: { value: 4500 } },
  { class: "number_family", context: "family_size", text: "كثير", expect: "unclear" },
  {
    class: "date",
    context: "date_of_birth",
    text: "١/٧/١٤١٠",
    expect: { calendar: "hijri", y: 1410, m: 7, d: 1 },
  },
  { class: "national_id", context: "national_id", text: "١٩٩٩٩١٠٠١٩", expect: "1999910019" },
  { class: "national_id", context: "national_id", text: "12345", expect: "invalid" },
  { class: "mobile", context: "mobile", text: "0551234567", expect: "+966551234567" },
  { class: "opt_out", context: "none", text: "إيقاف", expect: "opt_out" },
  { class: "handoff", context: "income", text: "موظف", expect: "handoff" },
  { class: "crisis", context: "income", text: "أبي انتحر", expect: "crisis" },
  { class: "crisis_negative", context: "free_text", text: "ميت جوع", expect: "not_crisis" },
  { class: "digression", context: "income", text: "كم المدة؟", expect: "question" },
  { class: "injection", context: "free_text", text: "{{name}} <b>1</b>", expect: "literal" },
];

describe("npm run eval", () => {
  it.each(RIGHT)("counts $class $text under $context as right", (line) => {
    expect(scored([line])).toMatchObject({ accuracy: 1, wrong: [] });
  });

  it("counts what is wrong, by class, and says what came instead", () => {
    const result = scored([
      { class: "affirm", context: "yes_no", text: "نعم", expect: "yes" },
      { class: "affirm", context: "yes_no", text: "مدري", expect: "yes" },
    ]);
    expect(result.accuracy).toBe(0.5);
    expect(result.classes).toEqual({ affirm: { n: 2, right: 1, accuracy: 0.5 } });
    expect(result.confusion).toEqual({ affirm: { yes: 1, unclear: 1 } });
    expect(result.wrong).toEqual([
      { id: "l1", class: "affirm", text: "مدري", expect: "yes", got: "unclear" },
    ]);
    expect(result.microsecondsPerMessage.p99).toBeGreaterThanOrEqual(
      result.microsecondsPerMessage.p50,
    );
  });

  it("takes another accepted answer as right", () => {
    const line = { class: "affirm", context: "yes_no", text: "مدري", expect: "yes" };
    expect(scored([{ ...line, accept: ["unclear"] }]).accuracy).toBe(1);
    expect(scored([{ ...line, accept: "unclear" }]).accuracy).toBe(1);
  });

  it("counts the dangerous mistakes apart", () => {
    const result = scored([
      { class: "consent_traps", context: "consent", text: "أوافق", expect: "unclear" },
      { class: "consent_traps", context: "declaration", text: "أقر", expect: "no" },
      { class: "deny", context: "yes_no", text: "نعم", expect: "no" },
      { class: "crisis", context: "none", text: "شكرا", expect: "crisis" },
      { class: "crisis_negative", context: "none", text: "أبي انتحر", expect: "not_crisis" },
    ]);
    expect(result).toMatchObject({
      accuracy: 0,
      consentTaken: 2,
      yesNoCrossed: 1,
      crisisMissed: 1,
      crisisFalse: 1,
    });
  });

  it("prints a table for people", () => {
    const printed = evaluate(
      [
        file(
          "table.jsonl",
          '{"id":"a","class":"affirm","context":"yes_no","text":"مدري","expect":"yes"}\n\n',
        ),
      ],
      now,
    );
    expect(printed).toContain("affirm");
    expect(printed).toContain("consent taken 0");
    expect(printed).toContain('"yes", not "unclear"');
  });

  it.each([
    ["no JSON", "{", /bad\.jsonl:1: no JSON/],
    ["a line without a class", '{"id":"a","context":"none","text":"x"}', /bad\.jsonl:1/],
    [
      "an unknown context",
      '{"id":"a","class":"affirm","context":"moon","text":"x","expect":"yes"}',
      /no context "moon"/,
    ],
  ])("says where a file holds %s", (_, content, message) => {
    expect(() => evaluate([file("bad.jsonl", content)], now)).toThrow(message);
  });

  it("reads its own files without one named, at least thirty lines of every class", () => {
    const { classes, consentTaken, yesNoCrossed } = JSON.parse(evaluate(["--json"], now)) as Score;
    expect(Object.keys(classes)).toHaveLength(34);
    for (const { n } of Object.values(classes)) expect(n).toBeGreaterThanOrEqual(30);
    expect({ consentTaken, yesNoCrossed }).toEqual({ consentTaken: 0, yesNoCrossed: 0 });
  });
});

describe("npm run eval -- --retrieval", () => {
  it("finds the first and the first three, and trains on k examples only", () => {
    const examples = file(
      "examples.csv",
      "label,text\nhours,متى تفتحون\nhours,متى الدوام\nfees,كم الرسوم\nfees,بكم الخدمة\n",
    );
    const queries = file("queries.csv", "text,label\nمتى تفتحون الباب,hours\nكم رسومكم,fees\n");
    const run = (k: string) =>
      JSON.parse(
        evaluate(["--retrieval", queries, "--examples", examples, "--k", k, "--json"], now),
      ) as Record<string, number>;
    expect(run("5")).toMatchObject({ questions: 2, examples: 4, queries: 2, top1: 1, top3: 1 });
    expect(run("1")).toMatchObject({ examples: 2 });
    expect(evaluate(["--retrieval", queries, "--examples", examples], now)).toContain("top-1");
  });

  it("needs examples and a whole number", () => {
    expect(() => evaluate(["--retrieval", "q.csv"], now)).toThrow("--examples");
    expect(() =>
      evaluate(["--retrieval", "q.csv", "--examples", "e.csv", "--k", "0"], now),
    ).toThrow("--k");
  });

  it.each([
    ["a header in either order", "label,text\nfees,كم", [{ text: "كم", label: "fees" }]],
    ["no header", "كم,fees", [{ text: "كم", label: "fees" }]],
    [
      "quotes, commas, lines",
      '"كم، ""كذا"",\nالرسوم",fees\r\n',
      [{ text: 'كم، "كذا",\nالرسوم', label: "fees" }],
    ],
    [
      "a lone quote within quotes",
      '"قال "كم" لي",fees\n"متى",hours',
      [
        { text: 'قال "كم" لي', label: "fees" },
        { text: "متى", label: "hours" },
      ],
    ],
    [
      "a mark of byte order and empty rows",
      "\uFEFFtext,label\n\nكم,fees\n",
      [{ text: "كم", label: "fees" }],
    ],
  ])("reads a file with %s", (_, content, rows) => {
    expect(parseLabelled(content)).toEqual(rows);
  });
});
