export type Intent =
  | "staff"
  | "complaint"
  | "suggestion"
  | "objection"
  | "status"
  | "new_request"
  | "documents"
  | "volunteer"
  | "my_data"
  | "opt_out"
  | "opt_in"
  | "language"
  | "thanks"
  | "greeting"
  | "goodbye"
  | "bot_challenge"
  | "not_understood"
  | "abuse"
  | "gibberish";
import { normalise } from "./normalise.ts";
export function readIntent(text: string): Intent | undefined {
  const t = normalise(text);
  if (/(ابي|ابغي) اشتكي/.test(t)) return "complaint";
  if (/(ابي|ابغي|حولني).{0,12}موظف/.test(t)) return "staff";
  if (/^(هلا|السلام عليكم)/.test(t)) return "greeting";
  return undefined;
}
