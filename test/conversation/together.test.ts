import { expect, test } from "vitest";
import { joinTogether, waitForMore } from "../../src/conversation/together.ts";
import type { InboxBody, InboxRow } from "../../src/conversation/ports.ts";
import { inboxRow } from "../store/samples.ts";

/* Pictures that were chosen together, and a story told as one talks, come one by one and are one thing to the person. */

const NOW = new Date("2026-11-22T10:00:00.000Z");
const ELSEWHERE = { storyOpen: false };
const STORY = { storyOpen: true };
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
  const [album, ...others] = joinTogether(rows, ELSEWHERE);
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
  expect(joinTogether(rows, ELSEWHERE)).toEqual(rows);
});

test("a picture waits a moment for the next one; a text elsewhere never waits, and nothing waits behind one", () => {
  expect(waitForMore([row(picture(), 200)], NOW, ELSEWHERE)).toBe(1000);
  expect(waitForMore([row(picture(), 3000), row(picture(), 400)], NOW, ELSEWHERE)).toBe(800);
  expect(waitForMore([row(picture(), 1200)], NOW, ELSEWHERE)).toBe(0);
  expect(waitForMore([row(picture()), row(text)], NOW, ELSEWHERE)).toBe(0);
  expect(waitForMore([row(text)], NOW, ELSEWHERE)).toBe(0);
  expect(waitForMore([], NOW, ELSEWHERE)).toBe(0);
  expect(
    waitForMore(
      Array.from({ length: 10 }, () => row(picture())),
      NOW,
      ELSEWHERE,
    ),
  ).toBe(0);
});

const said = (words: string): InboxBody => ({ kind: "text", text: words });

test("a story in three messages is one answer, and each of its messages is finished", () => {
  const rows = ["زوجي توقف عن العمل", "والإيجار متأخر شهرين", "وعندنا طفلة مريضة"].map((words) =>
    row(said(words)),
  );
  const [story, ...others] = joinTogether(rows, STORY);
  expect(others).toEqual([]);
  expect(story).toMatchObject({
    id: rows[0]?.id,
    body: { kind: "text", text: "زوجي توقف عن العمل\nوالإيجار متأخر شهرين\nوعندنا طفلة مريضة" },
    joins: rows,
  });
});

test("a word of the bot's own, a cry for help and another channel end a story; what comes behind is not joined", () => {
  for (const other of [
    row(said("موظف")),
    row(said("ابغى انتحر")),
    row(said("وعندنا طفلة"), 0, { channelId: "khuta-web" }),
  ]) {
    const rows = [row(said("زوجي توقف عن العمل")), other, row(said("كلام")), row(said("بعده"))];
    expect(joinTogether(rows, STORY)).toEqual(rows);
    expect(waitForMore(rows.slice(0, 2), NOW, STORY)).toBe(0);
  }
  expect(waitForMore([row(said("ابغى انتحر"))], NOW, STORY)).toBe(0);
});

test("a story waits for its next message, not for ever", () => {
  expect(waitForMore([row(said("زوجي توقف عن العمل"), 1000)], NOW, STORY)).toBe(2000);
  expect(waitForMore([row(said("زوجي توقف عن العمل"), 3000)], NOW, STORY)).toBe(0);
  const many = Array.from({ length: 10 }, () => row(said("وبعد")));
  expect(waitForMore(many, NOW, STORY)).toBe(0);
});
