import { detectCrisis } from "../language/crisis.ts";
import { normalise } from "../language/normalise.ts";
import { readReserved } from "../language/reserved.ts";
import type { InboxRow } from "./ports.ts";

/** More than anybody sends at once; then the first are answered. */
const MOST = 10;

/** Several rows that are one thing to the person. */
export interface JoinedRow extends InboxRow {
  joins?: InboxRow[];
}

/** What comes in messages of its own and is one thing, each within a time of the one before. */
interface Kind {
  withinMs: number;
  isPart(row: InboxRow): boolean;
  join(rows: readonly InboxRow[]): InboxRow["body"];
}

/** Pictures that were chosen together. A file with words, a voice note and what was found in the history stand alone. */
const album: Kind = {
  withinMs: 1_200,
  isPart: ({ body, origin }) =>
    body.kind === "media" && !body.voiceNote && !body.caption && origin === "live",
  join: (rows) => ({
    kind: "media",
    media: rows.flatMap(({ body }) => (body.kind === "media" ? body.media : [])),
  }),
};

/** How long a person who tells a story takes for the next sentence. */
const STORY_MS = 3_000;

/** A story that is told as one talks. A word of the bot's own and a cry for help are heard at once, by themselves. */
const story: Kind = {
  withinMs: STORY_MS,
  isPart: ({ body, origin }) =>
    body.kind === "text" &&
    origin === "live" &&
    readReserved(normalise(body.text)) === undefined &&
    detectCrisis(body.text) === undefined,
  join: (rows) => ({
    kind: "text",
    text: rows.map(({ body }) => (body.kind === "text" ? body.text : "")).join("\n"),
  }),
};

/** `storyOpen`: the open question takes a story. Nothing else that is written is ever slowed or joined. */
export interface Together {
  storyOpen: boolean;
  /** In ms; `STORY_MS` where people write. */
  storyMs?: number;
}

/** How long to wait for what may belong to the rows that wait, in ms; 0 for what stands alone. */
export function waitForMore(rows: readonly InboxRow[], now: Date, together: Together): number {
  const found = kindOf(rows[0], together);
  if (!found) return 0;
  const length = lengthOf(found, rows);
  const last = rows[length - 1];
  if (!last || length === MOST || length < rows.length) return 0;
  const withinMs = found === story ? (together.storyMs ?? STORY_MS) : found.withinMs;
  return Math.max(0, last.acceptedAt.getTime() + withinMs - now.getTime());
}

/** An album of five is five documents and one reply, a story in three messages one answer: one row each. */
export function joinTogether(rows: readonly InboxRow[], { storyOpen }: Together): JoinedRow[] {
  const joined: JoinedRow[] = [];
  for (let at = 0; at < rows.length;) {
    // Only what comes first answers the open question; nobody knows yet what will be open after it.
    const found = kindOf(rows[at], { storyOpen: storyOpen && at === 0 });
    const length = found ? lengthOf(found, rows.slice(at)) : 1;
    joined.push(...join(found, rows.slice(at, at + length)));
    at += length;
  }
  return joined;
}

function kindOf(row: InboxRow | undefined, { storyOpen }: Together): Kind | undefined {
  return row && [album, ...(storyOpen ? [story] : [])].find((kind) => kind.isPart(row));
}

function lengthOf(kind: Kind, rows: readonly InboxRow[]): number {
  const end = rows.findIndex((row) => !kind.isPart(row) || row.channelId !== rows[0]?.channelId);
  return Math.min(MOST, end < 0 ? rows.length : end);
}

function join(kind: Kind | undefined, rows: readonly InboxRow[]): JoinedRow[] {
  const [first] = rows;
  if (!first || !kind || rows.length === 1) return [...rows];
  return [{ ...first, body: kind.join(rows), joins: [...rows] }];
}
