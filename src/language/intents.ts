import { createPhraseReader } from "./phrases.ts";
import { intentLexicon } from "./intent-lexicon.ts";

/** What a person wants when nothing that is open explains the message. */
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

const read = createPhraseReader<Intent>(intentLexicon);

/** The one intent of a message in any spelling; when several speak, the earlier rule of the lexicon wins. */
export function readIntent(text: string): Intent | undefined {
  return read(text)[0]?.id;
}
