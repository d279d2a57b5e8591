import { readdirSync, readFileSync } from "node:fs";
import { afterAll, beforeAll, beforeEach, describe, expect, test, vi } from "vitest";
import { outbound } from "../events-recorder.ts";
import { PATIENCE, person, personAddress, setStage, texts, type Stage } from "./stage.ts";

/* What goes wrong with a linked number, caused for real: the library, the browser and the processes are what they are. */

let stage: Stage;

const states = () => stage.health.map(({ state }) => state);
const codes = () =>
  stage.health.flatMap((each) => (each.state === "pairing" ? [each.payload] : []));
const notes = () => stage.notes.map(({ text }) => text);

describe("one number, whatever happens to it", () => {
  beforeAll(async () => {
    stage = await setStage({ deadlines: { takeoverMs: 1_500, watchMs: 200 } });
    await stage.start();
    await stage.linked();
    stage.say("السلام عليكم");
    await stage.inbound(1);
  });
  afterAll(() => stage.end());
  beforeEach(() => {
    stage.health.length = 0;
    stage.notes.length = 0;
    stage.events.inbound.length = 0;
  });

  test("a page loaded anew in the middle of a send loses nothing and doubles nothing", async () => {
    const since = new Date();
    const message = (id: string) => outbound(personAddress, { kind: "text", text: id }, id);
    const sent = (id: string) => stage.account.sent().filter(({ body }) => body === id);

    stage.account.reloadDuringNextSend("taken");
    expect(await stage.channel.send(message("taken"))).toMatchObject({ status: "unknown" });
    expect(await stage.channel.reconcile?.(message("taken"), since)).toMatchObject({
      status: "accepted",
      providerMessageIds: [sent("taken")[0]?.serialized],
    });

    stage.account.reloadDuringNextSend("lost");
    expect(await stage.channel.send(message("lost"))).toMatchObject({ status: "unknown" });
    expect(await stage.channel.reconcile?.(message("lost"), since)).toBe("not-found");
    expect(await stage.channel.send(message("lost"))).toMatchObject({ status: "accepted" });

    expect([sent("taken").length, sent("lost").length]).toEqual([1, 1]);
    expect(stage.events.inbound.filter(({ author }) => author === "self")).toEqual([]);
  });

  test("a session that another browser took is taken back", async () => {
    await stage.account.order("state", "CONFLICT");
    await stage.is("degraded");
    expect(stage.channel.health()).toMatchObject({
      reason: expect.stringMatching(/another browser/),
    });
    await stage.account.waitFor("takeover");
    await stage.is("ready");
  });

  test("a second process on the same folder is refused, and the first goes on", async () => {
    const first = stage.channel;
    stage.again({ deadlines: { folderMs: 500 } });
    await stage.start();
    await stage.is("needs-operator");
    expect(stage.channel.health()).toMatchObject({ reason: expect.stringMatching(/in use by/) });
    expect(first.health().state).toBe("ready");
    await stage.channel.stop();
    stage.channel = first;
    expect(await stage.send("ما زلنا هنا")).toMatchObject({ status: "accepted" });
  });

  test("a page that crashes begins again without a code", async () => {
    const pages = renderersOf(stage.channel.burden().browserPid ?? 0);
    expect(pages.length).toBeGreaterThan(0);
    for (const pid of pages) process.kill(pid, "SIGKILL");
    await vi.waitUntil(() => states().includes("reconnecting"), PATIENCE);
    await stage.is("ready");
    expect(codes()).toEqual([]);
  });

  test("a browser that is killed begins again without a code, and nothing that came is lost", async () => {
    await vi.waitUntil(() => stage.channel.burden().browserPid !== undefined, PATIENCE);
    process.kill(stage.channel.burden().browserPid ?? 0, "SIGKILL");
    stage.say("في الغياب");
    await vi.waitUntil(() => states().includes("reconnecting"), PATIENCE);
    await stage.is("ready");
    expect(await stage.inbound(1)).toMatchObject([{ body: { text: "في الغياب" } }]);
    expect(await stage.send("بعد العودة")).toMatchObject({ status: "accepted" });
    expect(codes()).toEqual([]);
  });

  test("what came while nobody was there comes later, once, in order, and marked as such", async () => {
    const known = stage.say("قبل");
    await stage.inbound(1);
    await stage.channel.stop();
    const heard = stage.events.inbound.length;

    const others = Array.from({ length: 4 }, (_, n) => ({ from: `96655000010${n}` }));
    const written = Array.from({ length: 50 }, (_, n) => `متأخرة ${n}`);
    for (const [n, body] of written.entries())
      stage.account.receive({ ...(n % 5 === 0 ? person : (others[(n % 5) - 1] ?? person)), body });
    stage.account.typeOnHandset({ to: personAddress.value, body: "رد من الهاتف" });
    await stage.account.edit(known, "قبل، بعد التعديل");

    stage.again();
    await stage.start();
    const late = (await stage.inbound(heard + 52)).slice(heard);
    expect(late.map(({ origin }) => origin)).toEqual(Array.from({ length: 52 }, () => "backfill"));
    const ofPerson = late.filter(({ from }) => from.address.value === personAddress.value);
    expect(texts(ofPerson)).toEqual([
      "[edit]",
      ...written.filter((_, n) => n % 5 === 0),
      "رد من الهاتف",
    ]);
    expect(ofPerson.at(-1)).toMatchObject({ author: "self" });
    expect(codes()).toEqual([]);
  });

  test("a page that was ready before anybody listened is nudged, and tells nothing that is known", async () => {
    const known = stage.events.duplicates;
    await stage.channel.stop();
    stage.account.configure({ syncDelay: 0 });
    stage.again({ deadlines: { readyMs: 1_000 } });
    await stage.start();
    await stage.is("ready");
    expect(notes()).toContain("connected but not ready: nudged");
    stage.say("بعد التنبيه");
    expect(texts(await stage.inbound(1))).toEqual(["بعد التنبيه"]);
    expect(stage.events.duplicates).toBe(known);
    stage.account.configure({ syncDelay: 300 });
  });

  test("a session ended on the telephone calls an operator, shows a new code, and goes on", async () => {
    await stage.account.logout();
    await vi.waitUntil(() => states().includes("needs-operator"), PATIENCE);
    expect(stage.health.find(({ state }) => state === "needs-operator")).toMatchObject({
      reason: expect.stringMatching(/logged-out/),
      action: expect.stringMatching(/scan the new code/),
    });
    await stage.linked();
    expect(codes().length).toBeGreaterThan(0);
    stage.say("بعد");
    expect(texts(await stage.inbound(1))).toEqual(["بعد"]);
  });

  test("a page that lacks something is named, and nothing is sent through it", async () => {
    await stage.channel.stop();
    stage.account.configure({ missing: ["WAWebChatLoadMessages"] });
    stage.again();
    await stage.start();
    await stage.is("needs-operator");
    expect(stage.channel.health()).toMatchObject({
      reason: expect.stringMatching(/contract-broken.*WAWebChatLoadMessages/),
      action: expect.stringMatching(/update/),
    });
    const before = stage.account.sent().length;
    expect(await stage.send("لا تخرج")).toMatchObject({
      status: "rejected",
      error: { class: "not-ready" },
    });
    expect(stage.account.sent()).toHaveLength(before);
  });
});

describe("a number that is linked by a code of eight letters, before a page with renamed message ids", () => {
  beforeAll(async () => {
    stage = await setStage({ polls: true, pairing: { method: "code", phone: "966500000000" } });
    stage.account.configure({ idMode: "$1" });
    await stage.start();
  });
  afterAll(() => stage.end());

  test("shows the code that it asked for by its own number", async () => {
    await stage.is("pairing");
    expect(stage.channel.health()).toMatchObject({ method: "code", payload: "ABCD1234" });
    expect(await stage.account.waitFor("pairingCodeRequested")).toMatchObject({
      data: { phone: "966500000000" },
    });
    await stage.linked();
  });

  test("repairs the ids: text, answer, file and poll work", async () => {
    expect(notes()).toContain("message ids of the page were repaired");
    const data = Buffer.from("صورة").toString("base64");
    const message = stage.say("", { type: "image", file: { mimetype: "image/png", data } });
    const [image] = await stage.inbound(1);
    expect(image).toMatchObject({
      providerMessageId: message,
      body: { media: [{ state: "fetched" }] },
    });
    const outcome = await stage.send("وصلت");
    expect(outcome).toMatchObject({ status: "accepted" });
    expect(stage.account.sent()).toHaveLength(1);

    const options = ["سكن", "غذاء"].map((label, n) => ({ id: `need${n}`, label, number: n + 1 }));
    const poll = await stage.send({ kind: "choices", text: "الحاجة؟", options, numbered: false });
    const [pollId = ""] = poll.status === "accepted" ? poll.providerMessageIds : [];
    expect(stage.account.sent().at(-1)).toMatchObject({ type: "poll_creation" });
    await stage.account.vote(pollId, personAddress.value, ["غذاء"]);
    const [, vote] = await stage.inbound(2);
    expect(vote).toMatchObject({
      quotedProviderId: pollId,
      body: { kind: "choice", optionId: "need1", label: "غذاء", via: "poll" },
    });
  });

  test("is started afresh when its browser has grown too large, without another code", async () => {
    await stage.channel.stop();
    stage.health.length = 0;
    stage.again({ recycle: { memoryBytes: 1, minAgeMs: 300, everyMs: 100 } });
    await stage.start();
    await vi.waitUntil(() => states().filter((state) => state === "ready").length >= 2, PATIENCE);
    expect(codes()).toEqual([]);
    expect(states()).not.toContain("reconnecting");
    expect(notes()).toContain("the browser is started afresh");
    await stage.channel.stop();
  });

  test("ends for good when WhatsApp has blocked it, and calls an operator", async () => {
    stage.again();
    await stage.start();
    await stage.is("ready");
    await stage.account.order("state", "TOS_BLOCK").catch(() => undefined); // it takes the page with it
    await stage.is("needs-operator");
    expect(stage.channel.health()).toMatchObject({ reason: expect.stringMatching(/blocked/) });
    await vi.waitUntil(() => stage.channel.burden().adapterPid === undefined, PATIENCE);
  });
});

/** The processes that show pages: children of the browser's. */
function renderersOf(browserPid: number): number[] {
  return readdirSync("/proc")
    .filter((name) => /^\d+$/.test(name))
    .filter((pid) => commandOf(pid).includes("--type=renderer"))
    .filter((pid) => ancestorsOf(pid).includes(String(browserPid)))
    .map(Number);
}

function ancestorsOf(pid: string): string[] {
  const parent = / \w (\d+)/.exec(readQuietly(`/proc/${pid}/stat`))?.[1];
  return parent === undefined || parent === "0" ? [] : [parent, ...ancestorsOf(parent)];
}

const commandOf = (pid: string) => readQuietly(`/proc/${pid}/cmdline`);

function readQuietly(file: string): string {
  try {
    return readFileSync(file, "latin1");
  } catch {
    return "";
  }
}
