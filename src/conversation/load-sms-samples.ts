import { existsSync, readFileSync } from "node:fs";
import path from "node:path";

/** Longest sample values of placeholders, and the parts that a key may take beyond the usual: what an SMS text is measured with. */
export interface SmsSamples {
  values: Record<string, string>;
  budget: Record<string, number>;
}

export function loadSmsSamples(localesDir: string): SmsSamples {
  return {
    values: read(path.join(localesDir, "placeholders.json")) as Record<string, string>,
    budget: read(path.join(localesDir, "sms-budget.json")) as Record<string, number>,
  };
}

function read(file: string): unknown {
  return existsSync(file) ? (JSON.parse(readFileSync(file, "utf8")) as unknown) : {};
}
