import { expect, test } from "vitest";
import type { Health } from "../../src/channels/channel.ts";
import { createHealthBoard } from "../../src/jobs/health-board.ts";
import { memoryBus } from "../support/memory-bus.ts";

/* What a process knows of a number that another one holds. */

const since = new Date("2026-11-24T09:00:00Z");
const ready: Health = { state: "ready", since, identity: "+966500000000" };
const pairing: Health = {
  state: "pairing",
  since,
  method: "code",
  payload: "ABCD1234",
  expiresAt: new Date("2026-11-24T09:03:00Z"),
};

test("what one process says of its channel, another knows, with the dates as dates", () => {
  const bus = memoryBus();
  const [worker, web] = [createHealthBoard(bus), createHealthBoard(bus)];
  expect(web.of("khuta-whatsapp")).toBeUndefined();
  worker.tell("khuta-whatsapp", pairing);
  expect(web.of("khuta-whatsapp")).toEqual(pairing);
  worker.tell("khuta-whatsapp", ready);
  expect(web.of("khuta-whatsapp")).toEqual(ready);
  expect(worker.of("khuta-whatsapp")).toBe(ready);
  for (const board of [worker, web]) board.stop();
});

test("a process that starts later asks, and is told", () => {
  const bus = memoryBus();
  const worker = createHealthBoard(bus);
  worker.tell("khuta-whatsapp", ready);
  const web = createHealthBoard(bus);
  expect(web.of("khuta-whatsapp")).toEqual(ready);
  for (const board of [worker, web]) board.stop();
});

test("who has not answered for long is no longer believed to be ready", () => {
  const bus = memoryBus();
  let now = since.getTime();
  const worker = createHealthBoard(bus);
  const web = createHealthBoard(bus, () => now);
  worker.tell("khuta-whatsapp", ready);
  worker.stop();
  now += 30_000;
  expect(web.of("khuta-whatsapp")).toMatchObject({ state: "ready" });
  now += 10_000;
  expect(web.of("khuta-whatsapp")).toMatchObject({ state: "degraded", since });
  web.stop();
});
