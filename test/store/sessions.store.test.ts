import { expect, test } from "vitest";
import type { Session } from "../../src/cases/committee.ts";
import { openedStore } from "./opened.ts";
import { amal, khuta } from "./samples.ts";

const opened = openedStore();

const session = (over: Partial<Session> = {}): Session => ({
  id: "s1",
  version: 1,
  at: "2026-12-01T09:00:00.000Z",
  status: "planned",
  members: [{ id: "amina", name: "أمينة", chair: true, present: false }],
  agenda: [],
  pending: [],
  ...over,
});

test("a session is saved by whoever was first, for its own association", async () => {
  const { sessions } = opened.store;
  expect(await sessions.commit(khuta, session())).toBe("saved");
  expect(await sessions.commit(khuta, session())).toBe("conflict");
  const next = session({ version: 2, status: "open" });
  const both = await Promise.all([sessions.commit(khuta, next), sessions.commit(khuta, next)]);
  expect(both.toSorted()).toEqual(["conflict", "saved"]);
  expect(await sessions.get(khuta, "s1")).toEqual(next);
  expect(await sessions.get(amal, "s1")).toBeUndefined();
  expect(await sessions.list(amal, { limit: 10 })).toEqual([]);
});

test("cases that do not know their outcome are found until they do", async () => {
  const { sessions } = opened.store;
  await sessions.commit(khuta, session({ id: "s2", status: "closed", pending: ["c1", "c2"] }));
  const found = async () => (await sessions.unsettled(10)).map(({ id }) => id);
  expect(await found()).toEqual(["s2"]);
  await sessions.settle(khuta, "s2", ["c1"]);
  expect((await sessions.get(khuta, "s2"))?.pending).toEqual(["c2"]);
  await sessions.settle(amal, "s2", ["c2"]);
  expect(await found()).toEqual(["s2"]);
  await sessions.settle(khuta, "s2", ["c2"]);
  expect(await found()).toEqual([]);
});

test("sessions are listed latest first, by how far they are", async () => {
  const { sessions } = opened.store;
  await sessions.commit(khuta, session({ id: "s3", at: "2027-01-01T09:00:00.000Z" }));
  expect((await sessions.list(khuta, { limit: 1 })).map(({ id }) => id)).toEqual(["s3"]);
  const closed = await sessions.list(khuta, { status: "closed", limit: 10 });
  expect(closed.map(({ id }) => id)).toEqual(["s2"]);
});
