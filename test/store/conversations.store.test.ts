import { expect, test } from "vitest";
import type { Effect } from "../../src/engine/types.ts";
import { openedStore } from "./opened.ts";
import { addressOf, amal, conversation, IBAN, IDENTITY, khuta, laneOf } from "./samples.ts";

const opened = openedStore();

const send = (id: string): Effect => ({
  id,
  kind: "send",
  key: "forms.link",
  vars: { link: { $form: "f1" }, "dotted.name": 1 },
  purpose: "reply",
});
const lease = (owner: string, ms = 30_000) => ({ owner, until: new Date(Date.now() + ms) });

test("a conversation comes back as it was saved, sealed parts and names with $ included", async () => {
  const saved = conversation("whole", {
    effects: [send("whole.1.0")],
    lease: lease("one"),
    taken: ["khuta-sms|1"],
    verifiedPhone: addressOf(1).value,
    displayName: "نورة",
  });
  saved.state.secrets = { national_id: IDENTITY, iban: IBAN };
  expect(await opened.store.conversations.commit(saved)).toBe("saved");
  expect(await opened.store.conversations.load(khuta, "whole")).toEqual(saved);
  expect(await opened.store.conversations.load(amal, "whole")).toBeUndefined();
  expect(await opened.store.conversations.load(khuta, "nobody")).toBeUndefined();
});

test("what a version no longer has is gone", async () => {
  const first = conversation("gone", { holder: "staff", staffId: "s1", lease: lease("one") });
  first.state.secrets = { national_id: IDENTITY };
  await opened.store.conversations.commit(first);
  const next = conversation("gone", { version: 2 });
  expect(await opened.store.conversations.commit(next)).toBe("saved");
  expect(await opened.store.conversations.load(khuta, "gone")).toEqual(next);
});

test("of twenty who commit the same version, in two processes, one wins, for every version", async () => {
  const other = await opened.another();
  for (let version = 1; version <= 10; version++) {
    const outcomes = await Promise.all(
      Array.from({ length: 20 }, (_, n) =>
        (n % 2 ? other : opened).store.conversations.commit(
          conversation("raced", { version, displayName: `writer ${n}` }),
        ),
      ),
    );
    const winners = outcomes.flatMap((outcome, n) => (outcome === "saved" ? [n] : []));
    expect(winners).toHaveLength(1);
    const stored = await opened.store.conversations.load(khuta, "raced");
    expect([stored?.version, stored?.displayName]).toEqual([version, `writer ${winners[0]}`]);
  }
});

test("in one round trip each caller learns whether it was his that was saved", async () => {
  const ids = Array.from({ length: 30 }, (_, n) => `mixed${n}`);
  await Promise.all(ids.map((id) => opened.store.conversations.commit(conversation(id))));
  const outcomes = await Promise.all(
    ids.map((id, n) =>
      opened.store.conversations.commit(conversation(id, { version: n % 3 ? 2 : 3 })),
    ),
  );
  expect(outcomes).toEqual(ids.map((_, n) => (n % 3 ? "saved" : "conflict")));
});

test("another association cannot overwrite a conversation by its id, not even beside a rightful commit", async () => {
  await opened.store.conversations.commit(conversation("own"));
  await opened.store.conversations.commit(conversation("beside"));
  const foreign = conversation("own", { version: 2, associationId: amal });
  const outcomes = await Promise.all([
    opened.store.conversations.commit(foreign),
    opened.store.conversations.commit(conversation("beside", { version: 2 })),
  ]);
  expect(outcomes).toEqual(["conflict", "saved"]);
});

test("settling takes away what is done and gives the lease back", async () => {
  const effects = [send("settled.1.0"), send("settled.1.1")];
  await opened.store.conversations.commit(
    conversation("settled", { effects, lease: lease("one") }),
  );
  const done = { owner: "one", backlog: true };
  await opened.store.conversations.settle(khuta, "settled", {
    ...done,
    effectIds: ["settled.1.0"],
    release: false,
  });
  const half = await opened.store.conversations.load(khuta, "settled");
  expect([half?.effects.map(({ id }) => id), half?.lease?.owner, half?.backlog]).toEqual([
    ["settled.1.1"],
    "one",
    true,
  ]);
  await opened.store.conversations.settle(khuta, "settled", {
    owner: "one",
    effectIds: ["settled.1.1"],
    release: true,
    backlog: false,
  });
  const whole = await opened.store.conversations.load(khuta, "settled");
  expect([whole?.effects, whole?.lease, whole?.backlog]).toEqual([[], undefined, false]);
});

test("a lease that somebody else has taken stays his", async () => {
  const owned = conversation("taken", {
    effects: [send("taken.1.0")],
    lease: lease("new"),
    backlog: true,
  });
  await opened.store.conversations.commit(owned);
  await opened.store.conversations.settle(khuta, "taken", {
    owner: "old",
    effectIds: ["taken.1.0"],
    release: true,
    backlog: false,
  });
  const stored = await opened.store.conversations.load(khuta, "taken");
  expect([stored?.lease?.owner, stored?.backlog, stored?.effects]).toEqual(["new", true, []]);
});

test("many settle in one round trip, each with its own word", async () => {
  const ids = Array.from({ length: 20 }, (_, n) => `many${n}`);
  await Promise.all(
    ids.map((id) =>
      opened.store.conversations.commit(
        conversation(id, { effects: [send(`${id}.1.0`)], lease: lease(`owner ${id}`) }),
      ),
    ),
  );
  await Promise.all(
    ids.map((id, n) =>
      opened.store.conversations.settle(khuta, id, {
        owner: `owner ${id}`,
        effectIds: n % 2 ? [`${id}.1.0`] : [],
        release: n % 3 === 0,
        backlog: n % 5 === 0,
      }),
    ),
  );
  const stored = await Promise.all(ids.map((id) => opened.store.conversations.load(khuta, id)));
  expect(
    stored.map((each) => [each?.effects.length, each?.lease === undefined, each?.backlog]),
  ).toEqual(ids.map((_, n) => [n % 2 ? 0 : 1, n % 3 === 0, n % 5 === 0]));
});

test("the sweeper finds conversations whose effects wait under no live lease, and no others", async () => {
  const other = await opened.another();
  const { conversations } = other.store;
  await conversations.commit(
    conversation("left", {
      associationId: amal,
      effects: [send("left.1.0")],
      lease: lease("dead", -1_000),
    }),
  );
  await conversations.commit(
    conversation("bare", { associationId: amal, effects: [send("bare.1.0")] }),
  );
  await conversations.commit(
    conversation("busy", {
      associationId: amal,
      effects: [send("busy.1.0")],
      lease: lease("alive"),
    }),
  );
  await conversations.commit(
    conversation("calm", { associationId: amal, lease: lease("dead", -1_000) }),
  );
  const found = async () =>
    (await conversations.unsettled(new Date(), 1_000))
      .filter((each) => each.associationId === amal)
      .map(({ id }) => id)
      .toSorted();
  expect(await found()).toEqual(["bare", "left"]);
  await conversations.settle(amal, "left", {
    owner: "dead",
    effectIds: ["left.1.0"],
    release: true,
    backlog: false,
  });
  expect(await found()).toEqual(["bare"]);
});

test("racing processes agree on the conversation of a new address", async () => {
  const other = await opened.another();
  const asked = Array.from({ length: 40 }, (_, n) =>
    (n % 2 ? other : opened).store.conversations.resolve(khuta, laneOf(900 + (n % 4)), `new${n}`),
  );
  const ids = await Promise.all(asked);
  expect(new Set(ids).size).toBe(4);
  expect(await opened.store.conversations.ownerOf(khuta, laneOf(900))).toBe(ids[0]);
  expect(await opened.store.conversations.ownerOf(amal, laneOf(900))).toBeUndefined();
});

test("once an address has moved, no process answers with its old conversation", async () => {
  const other = await opened.another();
  const [address, toId] = [laneOf(950), "joined"];
  await opened.store.conversations.resolve(khuta, address, "before");
  await other.store.conversations.resolve(khuta, address, "unused");
  await opened.store.conversations.moveAddress(khuta, address, toId);
  await opened.store.conversations.moveAddress(khuta, address, toId);
  expect(await opened.store.conversations.resolve(khuta, address, "x")).toBe(toId);
  expect(await other.store.conversations.resolve(khuta, address, "x")).toBe(toId);
});
