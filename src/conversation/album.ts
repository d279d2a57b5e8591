import type { InboxRow } from "./ports.ts";

/** Pictures that are sent together come as messages of their own, one within this time of the other. */
const TOGETHER_MS = 1_200;
/** More than anybody chooses at once; then the first are answered. */
const MOST = 10;

/** Several rows that are one thing to the person. */
export interface JoinedRow extends InboxRow {
  joins?: InboxRow[];
}

/** How long to wait for what may belong to the pictures that wait; 0 for everything else, which is never slowed. */
export function waitForAlbum(rows: readonly InboxRow[], now: Date): number {
  const album = rows.slice(0, lengthOfAlbum(rows));
  const last = album.at(-1);
  if (!last || album.length === MOST || album.length < rows.length) return 0;
  return Math.max(0, last.acceptedAt.getTime() + TOGETHER_MS - now.getTime());
}

/** An album of five is five documents and one reply, so its pictures are one row. */
export function joinAlbums(rows: readonly InboxRow[]): JoinedRow[] {
  const joined: JoinedRow[] = [];
  for (let at = 0; at < rows.length;) {
    const length = Math.max(1, lengthOfAlbum(rows.slice(at)));
    joined.push(join(rows.slice(at, at + length)));
    at += length;
  }
  return joined;
}

function lengthOfAlbum(rows: readonly InboxRow[]): number {
  const first = rows[0];
  const end = rows.findIndex((row) => !isPicture(row) || row.channelId !== first?.channelId);
  return Math.min(MOST, end < 0 ? rows.length : end);
}

/** A file with words, a voice note and what was found in the history stand for themselves. */
function isPicture({ body, origin }: InboxRow): boolean {
  return body.kind === "media" && !body.voiceNote && !body.caption && origin === "live";
}

function join(rows: readonly InboxRow[]): JoinedRow {
  const [first, ...others] = rows;
  if (!first) throw new Error("an album of nothing");
  if (others.length === 0 || first.body.kind !== "media") return first;
  const media = rows.flatMap(({ body }) => (body.kind === "media" ? body.media : []));
  return { ...first, body: { ...first.body, media }, joins: [...rows] };
}
