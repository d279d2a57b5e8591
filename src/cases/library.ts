import type { Profile } from "./profile.ts";

/*
 * The documents that the policy names as tools of staff (T1, T2, T3): the association's own, entered in its own words,
 * in versions of which none is ever changed. What is cited names the version and the day, so that it can be looked up
 * years later.
 */

export interface LibraryDocument {
  /** Id of a tool of the profile. */
  id: string;
  /** 1, 2, 3 ...: the highest is in force. */
  version: number;
  /** Gregorian day from which it holds. */
  from: string;
  sections: LibrarySection[];
}

interface LibrarySection {
  /** As printed: «المادة 4». */
  place: string;
  text: string;
}

/** One section as staff set it before a person. */
export interface Citation {
  id: string;
  document: string;
  place: string;
  text: string;
}

/** What a document is called here; undefined for one that this association's policy does not name. */
export function titleOf({ tools }: Pick<Profile, "tools">, id: string): string | undefined {
  return tools.find((tool) => tool.id === id)?.name;
}

/** Of each document the version that is in force on this day. */
export function inForce(library: readonly LibraryDocument[], today: string): LibraryDocument[] {
  const newest = new Map<string, LibraryDocument>();
  for (const document of library) {
    const known = newest.get(document.id);
    if (document.from <= today && (!known || known.version < document.version))
      newest.set(document.id, document);
  }
  return [...newest.values()];
}

/** Every section in force as a citation: `document` is the printed name with its version and day. */
export function citations(
  profile: Pick<Profile, "tools">,
  library: readonly LibraryDocument[],
  today: string,
  naming: (title: string, version: number, from: string) => string,
): Citation[] {
  return inForce(library, today).flatMap(({ id, version, from, sections }) => {
    const title = titleOf(profile, id);
    if (title === undefined) return [];
    return sections.map(({ place, text }, index) => ({
      id: `library.${id}.${version}.${index + 1}`,
      document: naming(title, version, from),
      place,
      text,
    }));
  });
}
