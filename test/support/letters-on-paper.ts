import { createLetters } from "../../src/conversation/letters/create.ts";
import type { World } from "../../src/conversation/world.ts";

/** Real letters on paper that is not pressed: Chromium has tests of its own. */
export function lettersOnPaper(world: World): World["letters"] {
  const { store, associations, texts, flows, clock, publicUrl } = world;
  return createLetters({
    store,
    associations,
    texts,
    flows,
    clock,
    publicUrl,
    draw: (sheet) => JSON.stringify(sheet),
    print: async (html) => Buffer.from(html),
  });
}
