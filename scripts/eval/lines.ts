import { readFileSync } from "node:fs";
import { z } from "zod";

const lineSchema = z.object({
  id: z.union([z.string(), z.number()]).transform(String),
  class: z.string(),
  context: z.string(),
  text: z.string(),
  expect: z.unknown(),
  /** Other answers that count as right. */
  accept: z.preprocess(
    (value) => (value === undefined || Array.isArray(value) ? value : [value]),
    z.array(z.unknown()).optional(),
  ),
});

export type Line = z.infer<typeof lineSchema>;

/** The labelled utterances of a file, one JSON object a line. Throws with file and line for what is none. */
export function readLines(file: string): Line[] {
  return readFileSync(file, "utf8")
    .split("\n")
    .flatMap((text, index) => {
      if (text.trim() === "") return [];
      try {
        return [lineSchema.parse(JSON.parse(text.replace(/^\uFEFF/, "")))];
      } catch (error) {
        const why = error instanceof z.ZodError ? z.prettifyError(error) : "no JSON";
        throw new Error(`${file}:${index + 1}: ${why}`, { cause: error });
      }
    });
}
