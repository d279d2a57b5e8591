import path from "node:path";
import { z } from "zod";
import type { Json } from "../engine/types.ts";
import { AppError } from "../errors.ts";
import { createKnowledge } from "../language/knowledge.ts";
import { readYaml, zodLine } from "./load-flows.ts";
import { loadProfiles } from "./load-profiles.ts";
import type { AssociationId } from "./ports.ts";
import type { Association } from "./world.ts";

const entrySchema = z.strictObject({
  id: z.string(),
  source: z.string(),
  updated: z.string(),
  phrasings: z.array(z.string()).min(1),
});
const knowledgeSchema = z.union([
  z.array(entrySchema),
  z.strictObject({ questions: z.array(entrySchema) }),
]);

/** Every association with its profile and its knowledge, ready to run. Throws with file and line for what is wrong. */
export function loadAssociations(flowsDir: string): Map<AssociationId, Association> {
  const questions = loadKnowledge(path.join(flowsDir, "knowledge.yaml"));
  const associations = new Map<AssociationId, Association>();
  for (const profile of loadProfiles(flowsDir)) {
    const known = new Set<string>(profile.knowledge);
    const id = profile.id as AssociationId;
    associations.set(id, {
      id,
      profile,
      policy: JSON.parse(JSON.stringify(profile)) as Json,
      knowledge: createKnowledge(questions.filter((each) => known.has(each.id))),
      sources: new Map(questions.map(({ id: question, source }) => [question, source])),
    });
  }
  return associations;
}

function loadKnowledge(file: string): z.infer<typeof entrySchema>[] {
  const read = readYaml(file);
  if ("faults" in read)
    throw new AppError("profile.invalid", { detail: `\n${read.faults.join("\n")}` });
  const parsed = knowledgeSchema.safeParse(read.data);
  if (!parsed.success) {
    const faults = parsed.error.issues.map((issue) => zodLine(file, read.lineOf, issue));
    throw new AppError("profile.invalid", { detail: `\n${faults.join("\n")}` });
  }
  return Array.isArray(parsed.data) ? parsed.data : parsed.data.questions;
}
