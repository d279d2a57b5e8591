import { expect, test } from "vitest";
import vectors from "./vectors.json" with { type: "json" };

// The texts have one form for each of the six classes: the runtime must sort numbers into them as their authors did.
test.each(vectors.plural_mustanad)("$n is $cat", ({ n, cat }) => {
  expect(new Intl.PluralRules("ar").select(n)).toBe(cat);
});
