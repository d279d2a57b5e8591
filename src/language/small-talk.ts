import { smallTalkFillers, smallTalkLexicon } from "./intent-lexicon.ts";
import type { Intent } from "./intents.ts";
import { createPhraseCover } from "./phrases.ts";
import { spelling, wordsOf } from "./words.ts";

/** Greeting, thanks or goodbye, when the message says nothing else. The last thing that is said leads. */
export function readSmallTalk(text: string): Intent | undefined {
  if (text.length > LONGEST) return undefined;
  const { found, uncovered } = cover(wordsOf(text));
  const other = uncovered.filter((word) => !fillers.has(word));
  return other.length > MOST_OTHER_WORDS ? undefined : found[0];
}

const LONGEST = 200; // characters; what is longer is about something
const MOST_OTHER_WORDS = 0;

const cover = createPhraseCover<Intent>(smallTalkLexicon);

const fillers = new Set(smallTalkFillers.split(/\s+/).map(spelling));
