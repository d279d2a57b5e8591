import { beforeEach, describe, expect, test } from "vitest";
import type { Health, Outbound, OutboundBody } from "../../src/channels/channel.ts";
import { createWebChannel } from "../../src/channels/web/channel.ts";
import { memoryBus } from "../support/memory-bus.ts";
import { memoryWebLog } from "../support/memory-web-log.ts";

const at = new Date("2026-11-24T09:00:00Z");
const session = "a3b1f2c4-0000-4000-8000-000000000001";
let log: ReturnType<typeof memoryWebLog>;
let bus: ReturnType<typeof memoryBus>;
let channel: ReturnType<typeof createWebChannel>;
let healths: Health["state"][];

beforeEach(async () => {
  log = memoryWebLog();
  bus = memoryBus();
  healths = [];
  channel = createWebChannel({ id: "khuta-web", log, bus, now: () => at });
  await start();
});

function start() {
  return channel.start({
    onInbound: async () => "stored",
    onReceipt: async () => undefined,
    onHealth: ({ state }) => void healths.push(state),
  });
}

const message = (body: OutboundBody, more: Partial<Outbound> = {}): Outbound => ({
  id: "c1.1.1",
  to: { channelId: "khuta-web", scheme: "session", value: session },
  body,
  key: "intake.name",
  author: "bot",
  purpose: "reply",
  ...more,
});
const choices: OutboundBody = {
  kind: "choices",
  text: "هل توافقون؟",
  numbered: false,
  options: [
    { id: "yes", number: 1, label: "نعم" },
    { id: "skip", number: -1, label: "تخطي" },
  ],
};

describe("what the page is given", () => {
  test.each<[string, OutboundBody, object]>([
    ["a text", { kind: "text", text: "أهلاً" }, { kind: "text", text: "أهلاً" }],
    [
      "choices, those without a number included, without numbers",
      choices,
      {
        kind: "choices",
        text: "هل توافقون؟",
        options: [
          { id: "yes", label: "نعم" },
          { id: "skip", label: "تخطي" },
        ],
      },
    ],
    [
      "a form with its address",
      { kind: "form", text: "الصفحة", url: "https://wasl.example/form/x" },
      { kind: "form", text: "الصفحة", url: "https://wasl.example/form/x" },
    ],
    [
      "a file by its reference",
      {
        kind: "media",
        storageKey: "k1",
        mime: "application/pdf",
        fileName: "قرار.pdf",
        as: "document",
      },
      { kind: "media", url: "blob:k1", mime: "application/pdf", fileName: "قرار.pdf" },
    ],
  ])("%s", async (_what, body, expected) => {
    await channel.send(message(body));
    expect(log.session(session)).toEqual([
      {
        seq: 1,
        id: "c1.1.1",
        type: "message",
        author: "bot",
        at,
        body: expected,
        key: "intake.name",
      },
    ]);
  });
});

describe("sending", () => {
  test("appends under the message's own id and tells the open page", async () => {
    const notes: unknown[] = [];
    bus.subscribe(`web.${session}`, (note) => notes.push(note));
    const outcome = await channel.send(message({ kind: "text", text: "أهلاً" }));
    expect(outcome).toEqual({ status: "accepted", providerMessageIds: ["c1.1.1"] });
    expect(notes).toEqual([{ seq: 1 }]);
  });

  test("the same id twice is one message", async () => {
    await channel.send(message({ kind: "text", text: "أهلاً" }));
    const again = await channel.send(message({ kind: "text", text: "أهلاً" }));
    expect(again.status).toBe("accepted");
    expect(log.session(session)).toHaveLength(1);
  });

  test("is unknown when the log does not answer, and found afterwards if it took hold", async () => {
    const { append } = log;
    log.append = async (...given) => {
      await append(...given);
      throw new Error("connection lost");
    };
    const outcome = await channel.send(message({ kind: "text", text: "أهلاً" }));
    expect(outcome).toMatchObject({ status: "unknown", error: { class: "transient" } });
    expect(JSON.stringify(outcome)).not.toContain("أهلاً");
    expect(await channel.reconcile!(message({ kind: "text", text: "أهلاً" }), at)).toEqual({
      status: "accepted",
      providerMessageIds: ["c1.1.1"],
    });
  });

  test("what never reached the log is not found", async () => {
    expect(await channel.reconcile!(message({ kind: "text", text: "أهلاً" }), at)).toBe("not-found");
  });

  test("a text longer than a chat message may be is refused and nothing is written", async () => {
    const outcome = await channel.send(message({ kind: "text", text: "س".repeat(4001) }));
    expect(outcome).toMatchObject({ status: "rejected", error: { class: "content" } });
    expect(log.session(session)).toEqual([]);
  });

  test("a message for another channel is our own mistake", async () => {
    const to = { channelId: "ratel-web", scheme: "session", value: session } as const;
    await expect(channel.send(message({ kind: "text", text: "أهلاً" }, { to }))).rejects.toThrow(
      "not khuta-web",
    );
  });

  test.each<[string, OutboundBody, boolean]>([
    ["a form", { kind: "form", text: "الصفحة", url: "https://w.example/form/x" }, true],
    ["a text with the link of a form", { kind: "text", text: "https://w.example/form/x" }, true],
    ["choices", choices, false],
  ])("%s is sealed at rest: see the last column", async (_what, body, isSecret) => {
    const { append } = log;
    let secret: boolean | undefined;
    log.append = (id, item, options) => {
      secret = options.secret;
      return append(id, item, options);
    };
    await channel.send(message(body));
    expect(secret).toBe(isSecret);
  });
});

describe("life", () => {
  test("health moves from stopped to ready and back", async () => {
    expect(channel.health().state).toBe("ready");
    await channel.stop();
    expect(healths).toEqual(["ready", "stopped"]);
    expect(channel.health().state).toBe("stopped");
  });

  test("a channel that is not started sends nothing", async () => {
    await channel.stop();
    const outcome = await channel.send(message({ kind: "text", text: "أهلاً" }));
    expect(outcome).toMatchObject({ status: "rejected", error: { class: "not-ready" } });
    await start();
    expect((await channel.send(message({ kind: "text", text: "أهلاً" }))).status).toBe("accepted");
  });

  test("a preview shows options as lines", () => {
    expect(channel.render(message(choices)).text).toBe("هل توافقون؟\n1 نعم");
  });
});
