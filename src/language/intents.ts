import { isGibberish } from "./gibberish.ts";
import { intentLexicon } from "./intent-lexicon.ts";
import { createPhraseReader } from "./phrases.ts";
import { readSmallTalk } from "./small-talk.ts";

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

/** The one intent of a message; when several speak, the earlier rule of the lexicon wins, and small talk comes last. */
export function readIntent(text: string): Intent | undefined {
  const [found] = read(text);
  return found?.id ?? readSmallTalk(text) ?? (isGibberish(text) ? "gibberish" : undefined);
}

const read = createPhraseReader<Intent>(intentLexicon);
