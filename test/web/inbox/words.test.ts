import { readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import { describe, expect, test } from "vitest";
import type { Canned, TaskView } from "../../../src/http/staff/api.ts";
import { formatter } from "../../../src/web/inbox/base/format.ts";
import { translate } from "../../../src/web/inbox/base/translate.ts";
import { detailText } from "../../../src/web/inbox/case/detail-text.ts";
import { matches, slashOf } from "../../../src/web/inbox/conversations/slash.ts";
import { fromRiyadh, presets } from "../../../src/web/inbox/conversations/snooze-times.ts";
import { byUrgency } from "../../../src/web/inbox/tasks/by-urgency.ts";

const source = path.resolve(import.meta.dirname, "../../../src/web/inbox");
const code = readdirSync(source, { recursive: true, encoding: "utf8" })
  .filter((file) => /\.tsx?$/.test(file))
  .map((file) => ({ file, text: readFileSync(path.join(source, file), "utf8") }));
const texts = (language: "ar" | "en") =>
  JSON.parse(
    readFileSync(
      path.resolve(import.meta.dirname, `../../../locales/${language}/inbox.json`),
      "utf8",
    ),
  ) as Record<string, string>;
const ar = texts("ar");

describe("texts", () => {
  const written = new Set(
    code.flatMap(({ text }) =>
      [...text.matchAll(/"(inbox\.[a-z0-9_.]+)"/g)].map(([, key = ""]) => key),
    ),
  );
  const begun = [
    ...new Set(
      code.flatMap(({ text }) =>
        [...text.matchAll(/`(inbox\.[^`]*)`/g)].map(([, key = ""]) => key),
      ),
    ),
  ];

  test("every key that is written in the pages has a text", () => {
    expect(written.size).toBeGreaterThan(200);
    const isThere = (key: string) => Object.hasOwn(ar, key) || Object.hasOwn(ar, `${key}_other`);
    expect([...written].filter((key) => !isThere(key))).toEqual([]);
  });

  test("every text is used by a page", () => {
    const patterns = begun.map(
      (key) => new RegExp(`^${key.replaceAll(".", "\\.").replace(/\$\{[^}]+\}/g, ".+")}$`),
    );
    const bare = (key: string) => key.replace(/_(zero|one|two|few|many|other)$/, "");
    const server = new Set(["inbox.title", "inbox.no_script"]);
    const unused = Object.keys(ar).filter(
      (key) =>
        !written.has(bare(key)) &&
        !server.has(key) &&
        !patterns.some((pattern) => pattern.test(key)),
    );
    expect(unused).toEqual([]);
  });

  test("no Arabic stands in the code, the logotype excepted", () => {
    const found = code.filter(({ text }) =>
      /\p{Script=Arabic}/u.test(
        text
          .replace(/^\s*(\/\/|\*|\/\*).*$/gm, "")
          .replaceAll("وصل", "")
          .replace(/["'][،؛ ]+["']|`[^`]*،[^`]*`|[،؛؟]/g, ""),
      ),
    );
    expect(found.map(({ file }) => file)).toEqual([]);
  });

  test("Arabic counts in six ways, and an unknown key shows itself", () => {
    const missing = (count: number) =>
      translate(ar, "ar", "inbox.case.missing", { count, n: count });
    expect([0, 1, 2, 3, 11, 100].map(missing)).toEqual([
      "لا مستندات ناقصة",
      "مستند ناقص",
      "مستندان ناقصان",
      "3 مستندات ناقصة",
      "11 مستنداً ناقصاً",
      "100 مستند ناقص",
    ]);
    expect(translate(ar, "ar", "inbox.nothing.like.it")).toBe("inbox.nothing.like.it");
  });
});

test("directions are logical in every class: nothing is left or right", () => {
  const physical =
    /(?<![\w-])(-?(ml|mr|pl|pr|left|right|rounded-[lr]|rounded-[tb][lr]|border-[lr]|text-left|text-right|float-left|float-right|scroll-m[lr])(-[\w.[\]/]+)?)(?=["'`\s])/;
  const classes = code.flatMap(({ file, text }) =>
    [...text.matchAll(/className=(?:"([^"]*)"|\{`([^`]*)`\})/g)].map(
      (match) => `${file}: ${match[1] ?? match[2] ?? ""}`,
    ),
  );
  expect(classes.length).toBeGreaterThan(200);
  expect(classes.filter((each) => physical.test(each))).toEqual([]);
  const css = readFileSync(path.join(source, "inbox.css"), "utf8");
  expect(css).not.toMatch(
    /(margin|padding|border|inset)-(left|right)|[^-](left|right):|text-align: (left|right)/,
  );
});

describe("times", () => {
  const morning = Date.parse("2026-11-22T06:30:00Z");

  test("stand in both calendars, by the clock of Riyadh, in the digits that were chosen", () => {
    const at = new Date(morning).toISOString();
    expect(formatter("ar", "latn").both(at)).toBe("الأحد، 12 جمادى الآخرة 1448 هـ · 22 نوفمبر 2026");
    expect(formatter("ar", "latn").clock(at)).toBe("09:30");
    expect(formatter("ar", "arab").clock(at)).toBe("٠٩:٣٠");
    expect(formatter("ar", "arab").number(1234)).toBe("١٬٢٣٤");
    expect(formatter("en", "arab").both(at)).toContain("22 November 2026");
  });

  test("how long ago", () => {
    const { ago } = formatter("en", "latn");
    const before = (minutes: number) =>
      ago(new Date(morning - minutes * 60_000).toISOString(), morning);
    expect([0, 5, 90, 3000].map(before)).toEqual([
      "this minute",
      "5 min ago",
      "1 hr ago",
      "2 days ago",
    ]);
  });

  test("a snooze knows tomorrow and Sunday by Riyadh, also shortly after its midnight", () => {
    const at = (now: string) => presets(new Date(now)).map((each) => each.at.toISOString());
    expect(at("2026-11-22T06:30:00Z")).toEqual([
      "2026-11-22T09:30:00.000Z",
      "2026-11-23T06:00:00.000Z",
      "2026-11-29T06:00:00.000Z",
    ]);
    expect(at("2026-11-24T21:30:00Z").slice(1)).toEqual([
      "2026-11-26T06:00:00.000Z",
      "2026-11-29T06:00:00.000Z",
    ]);
    expect(fromRiyadh("2026-11-22T09:00").toISOString()).toBe("2026-11-22T06:00:00.000Z");
  });

  test("tasks: the late first, the earliest first within, groups without any left out", () => {
    const task = (id: string, dueAt: string | null): TaskView => ({
      id,
      kind: "match",
      reason: "asked",
      priority: "normal",
      at: "2026-11-20T06:00:00Z",
      dueAt,
      conversationId: null,
      caseId: null,
      owner: null,
    });
    const groups = byUrgency(
      [
        task("open", null),
        task("b", "2026-11-22T06:00:00Z"),
        task("a", "2026-11-21T06:00:00Z"),
        task("soon", "2026-11-22T12:00:00Z"),
      ],
      morning,
    );
    expect(groups.map(({ id, tasks }) => [id, tasks.map((each) => each.id)])).toEqual([
      ["late", ["a", "b"]],
      ["soon", ["soon"]],
      ["open", ["open"]],
    ]);
  });
});

describe("ready answers", () => {
  const one: Canned = {
    id: "1",
    shortcut: "المدة",
    text: { ar: "مدة لا تقل عن أسبوعين", en: "no less than Two weeks" },
  };

  test.each([
    ["/", ""],
    ["/الم", "الم"],
    ["نص /الم", undefined],
    ["/الم ثم", undefined],
  ])("%s asks for %s", (text, slash) => expect(slashOf(text)).toBe(slash));

  test.each([
    ["الم", true],
    ["أسبوع", true],
    ["two", true],
    ["شكر", false],
  ])("%s finds it: %s", (slash, found) => expect(matches(one, slash)).toBe(found));
});

test("what an open gate says is read from any shape", () => {
  const say = (word: string) => `<${word}>`;
  expect(detailText({ documents: ["a", "b"], until: "2026-11-22T00:00:00Z" }, say)).toBe(
    "<a>، <b>، <2026-11-22T00:00:00Z>",
  );
  expect(detailText(null, say)).toBe("");
  expect(detailText({ documents: [] }, say)).toBe("");
});
