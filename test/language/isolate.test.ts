import { expect, test } from "vitest";
import { isolateAuto, isolateLtr } from "../../src/language/isolate.ts";
import vectors from "./vectors.json" with { type: "json" };

test.each(vectors.bidi)("$raw", ({ raw, isolated }) => {
  expect(isolateLtr(raw)).toBe(isolated);
  expect(isolateLtr(isolated)).toBe(isolated);
});

test.each([
  ["الأحد 18/01/1447هـ (13/07/2025م)", "الأحد \u206618/01/1447\u2069هـ (\u206613/07/2025\u2069م)"],
  ["من 3-5 أيام", "من \u20663-5\u2069 أيام"],
  ["اتصل +966 55 123 4567 الآن", "اتصل \u2066+966 55 123 4567\u2069 الآن"],
  ["الحساب SA27 9900 0000 0000 0000 0001.", "الحساب \u2066SA27 9900 0000 0000 0000 0001\u2069."],
  ["البريد a.b@example.org", "البريد \u2066a.b@example.org\u2069"],
  ["الهوية ••••0004", "الهوية \u2066••••0004\u2069"],
  ["1- نعم\n2- لا", "1- نعم\n2- لا"],
  ["المبلغ 3,500 ريال، القائمة 0", "المبلغ 3,500 ريال، القائمة 0"],
  ["للإنجليزية أرسلوا English", "للإنجليزية أرسلوا English"],
])("%s", (raw, expected) => {
  expect(isolateLtr(raw)).toBe(expected);
});

test("a name is isolated by its own first letter, without the controls that came with it", () => {
  expect(isolateAuto("\u202eAli")).toBe("\u2068Ali\u2069");
});
