/** What was begun to be written, kept on this device until it is sent: a conflict or a closed page loses nothing. */
export interface DraftPlace {
  me: string;
  conversation: string;
  mode: "reply" | "note";
}

const PREFIX = "wasl.draft.";

export function readDraft(place: DraftPlace): string {
  try {
    return localStorage.getItem(keyOf(place)) ?? "";
  } catch {
    return "";
  }
}

export function writeDraft(place: DraftPlace, text: string): void {
  try {
    if (text === "") localStorage.removeItem(keyOf(place));
    else localStorage.setItem(keyOf(place), text);
  } catch {
    // Without storage the text lives as long as the page.
  }
}

/** At log-out: the next person on this device must not read them. */
export function forgetDrafts(): void {
  try {
    for (const key of Object.keys(localStorage))
      if (key.startsWith(PREFIX)) localStorage.removeItem(key);
  } catch {
    // Nothing was kept.
  }
}

function keyOf({ me, conversation, mode }: DraftPlace): string {
  return `${PREFIX}${me}.${conversation}.${mode}`;
}
