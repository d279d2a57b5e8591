/**
 * A function of words that remembers its answers: people use few words, each many times. Of the words that were never
 * seen only so many are kept, so that nobody can fill the memory by writing.
 */
export function remembered<Answer>(answer: (word: string) => Answer): (word: string) => Answer {
  const known = new Map<string, Answer>();
  return (word) => {
    const found = known.get(word);
    if (found !== undefined) return found;
    const fresh = answer(word);
    if (known.size >= MOST) known.clear();
    if (word.length <= LONGEST) known.set(word, fresh);
    return fresh;
  };
}

const MOST = 20_000; // words; a few megabytes
const LONGEST = 40; // characters
