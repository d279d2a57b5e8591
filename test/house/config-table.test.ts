import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { withTable } from "../../scripts/config-table.ts";
import { variables } from "../../src/config-variables.ts";

test.each([
  ["README.md", "en"],
  ["README.ar.md", "ar"],
] as const)("%s shows the configuration as the code reads it", (file, language) => {
  const text = readFileSync(file, "utf8");
  expect(withTable(text, language)).toBe(text);
  for (const name of Object.keys(variables)) expect(text).toContain(`\`${name}\``);
});
