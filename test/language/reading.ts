import type { Reading } from "../../src/language/reading.ts";

/** The value of a reading, or the reason in brackets, so that a table needs one column. */
export function outcome<T>(reading: Reading<T>): T | string {
  return reading.ok ? reading.value : `(${reading.reason})`;
}
