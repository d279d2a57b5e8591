import { appendFileSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { openJournal, printOf } from "../../../src/channels/whatsapp-web/adapter/journal.ts";

let folder: string;
let at: Date;
const open = () => openJournal(folder, () => at);
beforeEach(() => {
  folder = mkdtempSync(path.join(tmpdir(), "wasl-journal-"));
  at = new Date("2026-11-24T10:00:00Z");
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const chats = ["1@lid", "966551234567@c.us"];
const begun = { id: "m1", chats, print: printOf("رسالة") };
const shown = { providerId: "true_1@lid_A", remote: "1@lid", print: printOf(" رسالة\n") };

test("a message that was begun is claimed by what the page shows of it, after a kill too", () => {
  open().begin(begun);
  const journal = open();
  expect(journal.claim({ ...shown, at })).toBe(true);
  expect(open().providerIdOf("m1")).toBe("true_1@lid_A");
  expect(open().sentBy("true_1@lid_A")?.id).toBe("m1");
});

test.each([
  ["to somebody else", { remote: "2@lid" }],
  ["of another text", { print: printOf("أخرى") }],
  ["from before", { at: new Date("2026-11-24T09:59:00Z") }],
])("a message %s is not ours", (_, other) => {
  const journal = open();
  journal.begin(begun);
  expect(journal.claim({ ...shown, at, ...other })).toBe(false);
});

test("one begun message claims one shown message: the next with the same text is somebody's", () => {
  const journal = open();
  journal.begin(begun);
  expect(journal.claim({ ...shown, at })).toBe(true);
  expect(journal.claim({ ...shown, at })).toBe(true); // the same once more
  expect(journal.claim({ ...shown, providerId: "true_1@lid_B", at })).toBe(false);
});

test("what is known not to have left may be begun again", () => {
  const journal = open();
  journal.begin(begun);
  journal.failed("m1");
  expect(journal.begunAt("m1")).toBeUndefined();
  journal.begin(begun);
  expect(open().begunAt("m1")).toEqual(at);
});

test("remembers what came in, when the last was written, and when the number was linked", () => {
  const journal = open();
  journal.linked();
  journal.received("a", new Date("2026-11-24T10:05:00Z"));
  journal.received("b", new Date("2026-11-24T10:04:00Z"));
  at = new Date("2026-11-24T11:00:00Z");
  const later = open();
  later.linked();
  expect([later.wasReceived("a"), later.wasReceived("c")]).toEqual([true, false]);
  expect(later.lastReceivedAt()).toEqual(new Date("2026-11-24T10:05:00Z"));
  expect(later.linkedAt()).toEqual(new Date("2026-11-24T10:00:00Z"));
});

test("a line torn by a kill is left out, the rest stays", () => {
  open().begin(begun);
  appendFileSync(path.join(folder, "journal.jsonl"), '{"e":"sent","id":"m1","prov');
  const journal = open();
  expect(journal.begunAt("m1")).toEqual(at);
  journal.sentAs("m1", "true_1@lid_A");
  expect(open().providerIdOf("m1")).toBe("true_1@lid_A");
});

test("forgets after two weeks, but not when it was linked", () => {
  const journal = open();
  journal.linked();
  journal.begin(begun);
  journal.received("a", at);
  at = new Date("2026-12-10T10:00:00Z");
  const later = open();
  expect(later.begunAt("m1")).toBeUndefined();
  expect(later.wasReceived("a")).toBe(false);
  expect(later.linkedAt()).toEqual(new Date("2026-11-24T10:00:00Z"));
});

test("holds no text", () => {
  open().begin({ ...begun, poll: ["housing"] });
  const written = readFileSync(path.join(folder, "journal.jsonl"), "utf8");
  expect(written).not.toContain("رسالة");
  expect(written).toContain("housing");
});
