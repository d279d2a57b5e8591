import { readFileSync } from "node:fs";
import path from "node:path";
import { parse } from "yaml";
import { createKnowledge } from "../../src/language/knowledge.ts";

const file = path.join(import.meta.dirname, "../../flows/knowledge.yaml");
const { questions } = parse(readFileSync(file, "utf8")) as {
  questions: { id: string; phrasings: string[] }[];
};

/** All questions that the flows can answer, as an association has them that answers every one. */
export const knowledge = createKnowledge(questions);
