import { createHash } from "node:crypto";
import type { Answers } from "../engine/types.ts";

/** What a signature stands under: the hash of everything that was answered, the secret part included. */
export function hashOfAnswers(answers: Answers, secrets: Answers): string {
  return sha256(JSON.stringify([answers, secrets]));
}

export function sha256(text: string): string {
  return createHash("sha256").update(text).digest("hex");
}
