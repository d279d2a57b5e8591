import { expect, test } from "vitest";
import { shown } from "../../../src/http/staff/case-detail.ts";
import { loadStage } from "../../support/stage.ts";

/* What an officer reads of a request is what the person read when it was asked, never an id of ours. */

const { texts, flows } = loadStage();

test.each([
  ["housing_tenure", "own", "ملك"],
  ["income_sources", ["none"], "لا يوجد"],
  ["previous_support", "no", "لا"],
  ["applicant", "self", "لي شخصياً"],
  ["service_type", "food", "سلة أو بطاقة غذائية"],
  ["urgency", false, "لا"],
  ["need_description", "نحتاج سلة غذائية", "نحتاج سلة غذائية"],
  ["dependents_count", 4, "4"],
])("%s %j is read as %s", (field, value, words) => {
  expect(shown({ texts, flows }, "ar", field, value)).toContain(words);
});
