import { expect, test } from "vitest";
import { loadFlows } from "../../src/conversation/load-flows.ts";
import { requestQuestions } from "../../src/conversation/request-questions.ts";
import { createTexts } from "../../src/conversation/texts.ts";

const questions = requestQuestions(loadFlows("flows"));
const texts = createTexts("locales");

test("a report knows the questions of the request by the keys under which they leave", () => {
  expect(questions.get("intake.name")).toBe("applicant_name");
  expect(questions.get("intake.mobile.number")).toBe("mobile");
  expect(questions.get("psych.danger")).toBe("psy_immediate_danger");
  expect([...questions.keys()]).not.toContain("greet.first");
});

test.each(["ar", "en"] as const)("and has a name for each of them (%s)", (language) => {
  const nameless = [...questions.values()].filter(
    (field) => texts.plain(`field.${field}`, language) === undefined,
  );
  expect(nameless).toEqual([]);
});
