import { isGibberish } from "./gibberish.ts";
import { intentLexicon } from "./intent-lexicon.ts";
import type { Label } from "./learnt-model.ts";
import { learntLikelihood, learntOpinion } from "./learnt.ts";
import { createPhraseAnalyser, type PhraseMatch } from "./phrases.ts";
import { readSmallTalk } from "./small-talk.ts";
import { wordsOf } from "./words.ts";

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

/**
 * The one intent of a message; when several rules speak, the earlier of the lexicon wins, and small talk comes last. What
 * is learnt of asking for staff, objecting and opting out comes before rules of anything else: to be taken for another
 * matter costs the person most there.
 */
export function readIntent(text: string): Intent | undefined {
  const { found, left } = read(text);
  const said = intentSaid(text, found) ?? readSmallTalk(text);
  if (said !== undefined && FINAL.has(said)) return said;
  return pressing(left, said) ?? said ?? (isGibberish(text) ? "gibberish" : intentLearnt(left));
}

/** What a rule says of these stands. */
const FINAL: ReadonlySet<Intent> = new Set([
  "staff",
  "objection",
  "opt_out",
  "opt_in",
  "my_data",
  "bot_challenge",
  "abuse",
]);

function pressing(words: readonly string[], said: Intent | undefined): Intent | undefined {
  if (words.length < 2 || words.length > LONGEST_LEARNT) return undefined;
  const [most] = PRESSING.map((label) => ({
    label,
    sure: learntLikelihood(words, label),
  })).toSorted((one, other) => other.sure - one.sure);
  const enough = words.length < 3 ? 0.6 : said !== undefined || words.length < 7 ? 0.5 : 0.25;
  return most && most.sure >= enough ? INTENT_OF[most.label] : undefined;
}

const PRESSING = ["handoff", "objection", "opt_out"] as const;

/** What a rule says, unless it is far from all that people were heard to say when they meant that. */
function intentSaid(text: string, found: readonly PhraseMatch<Intent>[]): Intent | undefined {
  const words = wordsOf(text).map(({ word }) => word);
  return found.find(({ id }) => {
    const label = LABEL_OF[id];
    return (
      label === undefined || words.length > LONGEST_LEARNT || learntLikelihood(words, label) >= FAR
    );
  })?.id;
}

/** Idioms and look-alikes that the rules pass over are passed over here too. */
function intentLearnt(words: readonly string[]): Intent | undefined {
  if (words.length > LONGEST_LEARNT) return undefined;
  const { label, sure } = learntOpinion(words);
  return sure >= sureEnough(label, words.length) ? INTENT_OF[label] : undefined;
}

/** Set on messages that were not learnt from: `docs/understanding.md`. */
const FAR = 0.08;
/** One word says little; and people complain of much that is not ours. */
function sureEnough(label: Label, words: number): number {
  if (words < 2) return 0.7;
  if (words < 3) return 0.55;
  return label === "complaint" || label === "handoff" ? 0.5 : 0.4;
}
const LONGEST_LEARNT = 40; // words; a longer message tells more than it asks

const INTENT_OF: Readonly<Partial<Record<Label, Intent>>> = {
  complaint: "complaint",
  handoff: "staff",
  objection: "objection",
  opt_out: "opt_out",
  status_inquiry: "status",
  new_request: "new_request",
  documents_question: "documents",
  suggestion: "suggestion",
  volunteer: "volunteer",
  privacy_request: "my_data",
  opt_in: "opt_in",
  thanks: "thanks",
};
const LABEL_OF: Readonly<Partial<Record<Intent, Label>>> = {
  complaint: "complaint",
  staff: "handoff",
  objection: "objection",
  opt_out: "opt_out",
};

const read = createPhraseAnalyser<Intent>(intentLexicon);
