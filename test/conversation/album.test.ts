import { expect, test } from "vitest";
import { joinAlbums, waitForAlbum } from "../../src/conversation/album.ts";
import type { InboxBody, InboxRow } from "../../src/conversation/ports.ts";
import { inboxRow } from "../store/samples.ts";

/* Pictures that were chosen together come one by one, and are one thing to the person. */

const NOW = new Date("2026-11-22T10:00:00.000Z");
let count = 0;

function row(body: InboxBody, ago = 0, over: Partial<InboxRow> = {}): InboxRow {
  return inboxRow(`m${count++}`, { body, acceptedAt: new Date(NOW.getTime() - ago), ...over });
}
const picture = (more: object = {}): InboxBody => ({
  kind: "media",
  media: [
    { providerRef: `r${count}`, mime: "image/jpeg", state: "fetched", storageKey: `k${count}` },
  ],
  ...more,
});
const text: InboxBody = { kind: "text", text: "نعم" };

test("an album of five is one row with five files, and each of its messages is finished", () => {
  const rows = Array.from({ length: 5 }, () => row(picture()));
  const [album, ...others] = joinAlbums(rows);
  expect(others).toEqual([]);
  expect(album).toMatchObject({ id: rows[0]?.id, joins: rows });
  expect(album?.body.kind === "media" && album.body.media).toHaveLength(5);
});

test("words between pictures keep them apart, and so do captions, voices and what was found in the history", () => {
  const rows = [
    row(picture()),
    row(text),
    row(picture()),
    row(picture({ caption: "هذا العقد" })),
    row(picture({ voiceNote: true })),
    row(picture(), 0, { origin: "backfill" }),
    row(picture(), 0, { channelId: "khuta-web" }),
  ];
  expect(joinAlbums(rows)).toEqual(rows);
});

test("a picture waits a moment for the next one; a text never waits, and nothing waits behind one", () => {
  expect(waitForAlbum([row(picture(), 200)], NOW)).toBe(1000);
  expect(waitForAlbum([row(picture(), 3000), row(picture(), 400)], NOW)).toBe(800);
  expect(waitForAlbum([row(picture(), 1200)], NOW)).toBe(0);
  expect(waitForAlbum([row(picture()), row(text)], NOW)).toBe(0);
  expect(waitForAlbum([row(text)], NOW)).toBe(0);
  expect(waitForAlbum([], NOW)).toBe(0);
  expect(
    waitForAlbum(
      Array.from({ length: 10 }, () => row(picture())),
      NOW,
    ),
  ).toBe(0);
});
