import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import type { WebItem } from "../../src/conversation/ports.ts";
import { khutaWeb, openWebWorld, type WebWorld } from "../support/web-world.ts";

let world: WebWorld;
let url: string;
beforeEach(async () => {
  world = await openWebWorld();
  url = `${await world.app.listen({ port: 0, host: "127.0.0.1" })}/chat/${khutaWeb}`;
});
afterEach(() => world.app.close());

type Session = Awaited<ReturnType<WebWorld["openSession"]>>;

/** Reads a stream as the page does; `items` grows as they come. */
async function follow(session: Session, last?: number) {
  const cut = new AbortController();
  const response = await fetch(`${url}/stream`, {
    headers: {
      ...session.headers,
      ...(last === undefined ? {} : { "last-event-id": String(last) }),
    },
    signal: cut.signal,
  });
  const items: WebItem[] = [];
  const ids: string[] = [];
  let raw = "";
  const done = (async () => {
    let buffer = "";
    for await (const chunk of response.body!.pipeThrough(new TextDecoderStream())) {
      raw += chunk;
      const frames = (buffer + chunk).split("\n\n");
      buffer = frames.pop()!;
      for (const frame of frames) {
        const data = /^data: (.*)$/m.exec(frame)?.[1];
        if (data === undefined) continue;
        ids.push(/^id: (.*)$/m.exec(frame)![1]!);
        items.push(JSON.parse(data) as WebItem);
      }
    }
  })().catch(() => undefined);
  return { response, items, ids, raw: () => raw, stop: () => (cut.abort(), done) };
}

const seqs = (items: readonly WebItem[]) => items.map(({ seq }) => seq);

describe("the stream of a session", () => {
  test("replays what was said before and brings what is said now, numbered", async () => {
    const session = await world.openSession();
    await world.say(session.session, { kind: "text", text: "قبل" });
    const stream = await follow(session);
    expect(stream.response.headers.get("content-type")).toBe("text/event-stream; charset=utf-8");
    expect(stream.response.headers.get("x-accel-buffering")).toBe("no");
    await vi.waitFor(() => expect(seqs(stream.items)).toEqual([1]));
    await world.say(session.session, { kind: "text", text: "الآن" });
    await vi.waitFor(() => expect(seqs(stream.items)).toEqual([1, 2]));
    expect(stream.ids).toEqual(["1", "2"]);
    await stream.stop();
  });

  test("goes on after Last-Event-ID", async () => {
    const session = await world.openSession();
    for (let count = 0; count < 5; count++)
      await world.say(session.session, { kind: "text", text: `${count}` });
    const stream = await follow(session, 3);
    await vi.waitFor(() => expect(seqs(stream.items)).toEqual([4, 5]));
    await stream.stop();
  });

  test("brings hundreds in order and once, whatever is said meanwhile", async () => {
    const session = await world.openSession();
    const say = (from: number, to: number) =>
      Promise.all(
        Array.from({ length: to - from }, (_, index) =>
          world.say(session.session, { kind: "text", text: `${from + index}` }),
        ),
      );
    await say(0, 350);
    const stream = await follow(session);
    await say(350, 700);
    await vi.waitFor(() => expect(stream.items).toHaveLength(700), 5_000);
    expect(seqs(stream.items)).toEqual(Array.from({ length: 700 }, (_, index) => index + 1));
    await stream.stop();
  });

  test("brings what was said although the note was lost, only later", async () => {
    const session = await world.openSession();
    const stream = await follow(session);
    await vi.waitFor(() => expect(stream.raw()).toContain("welcome"));
    world.bus.isDeaf = true;
    await world.say(session.session, { kind: "text", text: "بلا إشعار" });
    await vi.waitFor(() => expect(seqs(stream.items)).toEqual([1]), 5_000);
    await stream.stop();
  });

  test("a number beyond the end waits and shows nothing of anybody", async () => {
    const [session, other] = [await world.openSession(), await world.openSession()];
    const stream = await follow(session, 999_999_999);
    await world.say(other.session, { kind: "text", text: "لغيركم" });
    await world.say(session.session, { kind: "text", text: "لكم" });
    await new Promise((resolve) => setTimeout(resolve, 200));
    expect(stream.items).toEqual([]);
    await stream.stop();
  });

  test("a log that does not answer ends the stream, and the next one goes on", async () => {
    const session = await world.openSession();
    const { after } = world.log;
    world.log.after = () => Promise.reject(new Error("away"));
    await follow(session).then(
      ({ stop }) => stop(),
      () => undefined,
    );
    world.log.after = after;
    await world.say(session.session, { kind: "text", text: "أهلاً" });
    const stream = await follow(session);
    await vi.waitFor(() => expect(seqs(stream.items)).toEqual([1]));
    await stream.stop();
  });

  test("tells what was handed over as delivered", async () => {
    const session = await world.openSession();
    const stream = await follow(session);
    await world.say(session.session, { kind: "text", text: "أهلاً" }, { id: "c1.2.1" });
    await vi.waitFor(() =>
      expect(world.receipts).toMatchObject([{ providerMessageId: "c1.2.1", state: "delivered" }]),
    );
    await stream.stop();
  });

  test("a hundred of one session are not served, and closed ones make room", async () => {
    const session = await world.openSession();
    const streams = await Promise.all(Array.from({ length: 100 }, () => follow(session)));
    const statuses = streams.map(({ response }) => response.status);
    expect(statuses.filter((status) => status === 200)).toHaveLength(8);
    expect(statuses.filter((status) => status === 429)).toHaveLength(92);
    await Promise.all(streams.map((stream) => stream.stop()));
    await vi.waitFor(async () => {
      const stream = await follow(session);
      await stream.stop();
      expect(stream.response.status).toBe(200);
    });
  });

  test("a server that stops ends its streams", async () => {
    const session = await world.openSession();
    const stream = await follow(session);
    await world.app.close();
    await expect(stream.stop()).resolves.toBeUndefined();
  });
});
