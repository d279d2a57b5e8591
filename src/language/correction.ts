import { createPhraseReader } from "./phrases.ts";

/** A message that corrects an earlier answer; `rest` is what remains to be read as the new answer (may be empty). */
export function readCorrection(text: string): { rest: string } | undefined {
  const [found] = read(text);
  return (
    found && {
      rest: text
        .slice(found.end)
        .replace(/^[\s:،,.-]+/, "")
        .trim(),
    }
  );
}

const read = createPhraseReader<"correction">({
  words: {},
  ignore: [],
  rules: [
    {
      id: "correction",
      says: [
        "^ لا غلطت الصح",
        "^ لا غلطت",
        "^ غلطت الصح",
        "^ غلطت",
        "^ اقصد",
        "^ قصدي",
        "^ الصح",
        "^ تصحيح",
        "^ عدلوا",
      ],
    },
  ],
});
