import { mkdtempSync, rmSync } from "node:fs";
import os from "node:os";
import path from "node:path";
import { afterAll, afterEach, beforeEach, describe, expect, test } from "vitest";
import { startWhatsappSim, type WhatsappSim } from "../../../src/simulators/whatsapp-web/server.ts";

/* The stand-in as another process meets it, and as its page does: without a browser. */

let sim: WhatsappSim;
beforeEach(async () => {
  sim = await startWhatsappSim();
});
afterEach(() => sim.stop());

const post = (path: string, value: unknown) =>
  fetch(`${sim.url}/${path}`, { method: "POST", body: JSON.stringify(value) });
const control = (what: string, ...args: unknown[]) => post(`sim/khuta-whatsapp/${what}`, args);
const page = async (what: string, value: object = {}) =>
  (await (await post(`page/khuta-whatsapp/${what}`, value)).json()) as Record<string, unknown>;
const messages = async (address = "") =>
  (await (
    await fetch(`${sim.url}/sim/khuta-whatsapp/messages?address=${encodeURIComponent(address)}`)
  ).json()) as {
    messages: { body: string; author: string; serialized: string }[];
  };
const guest = { from: "966551234567", lid: "222333444555666" };

describe("the page", () => {
  test("is one document, with everything inside and its channel's number", async () => {
    const html = await (await fetch(`${sim.url}/khuta-whatsapp.html`)).text();
    expect(html).toContain('"account":"khuta-whatsapp"');
    expect(html).toContain('"phone":"966500000000"');
    expect(html).not.toContain('src="');
    expect(html.match(/data:text\/javascript/g)?.length).toBeGreaterThan(8);
  });

  test("of another channel has another number", async () => {
    await fetch(`${sim.url}/khuta-whatsapp.html`);
    const html = await (await fetch(`${sim.url}/amal-whatsapp.html`)).text();
    expect(html).toContain('"phone":"966500000001"');
  });

  test("can be told to be down, or somebody else's", async () => {
    await control("serve", "down");
    expect((await fetch(`${sim.url}/khuta-whatsapp.html`)).status).toBe(503);
    await control("serve", "portal");
    expect(await (await fetch(`${sim.url}/khuta-whatsapp.html`)).text()).not.toContain("sim/boot");
  });

  test("is linked once it was paired, until the telephone says otherwise", async () => {
    expect(await page("hello", { device: "d1" })).toEqual({ isLinked: false });
    await page("link", { device: "d1" });
    expect(await page("hello", { device: "d1" })).toEqual({ isLinked: true });
    expect(await page("hello", { device: "d2" })).toEqual({ isLinked: false });
    await control("logout");
    expect(await page("hello", { device: "d1" })).toEqual({ isLinked: false });
  });

  test("is given what it missed, with what is unread and who is who", async () => {
    await control("receive", { ...guest, body: "السلام عليكم" });
    const history = await page("history");
    expect(history).toMatchObject({
      messages: [{ body: "السلام عليكم", fromMe: false, remote: "222333444555666@lid" }],
      unread: [["222333444555666@lid", 1]],
      book: [{ phone: "966551234567@c.us", lid: "222333444555666@lid" }],
    });
  });
});

describe("a message of the page", () => {
  const sent = {
    id: "3EB0A",
    serialized: "true_222333444555666@lid_3EB0A",
    remote: "222333444555666@lid",
    type: "chat",
    t: 1_795_000_000,
    body: "أهلاً بكم",
    attrs: {},
  };

  test("is taken and kept", async () => {
    expect(await page("send", sent)).toEqual({ outcome: "taken", ack: 1 });
    expect((await messages()).messages).toMatchObject([{ body: "أهلاً بكم", author: "device" }]);
  });

  test.each([
    ["failNextSend", ["server 429"], { outcome: "refused", reason: "server 429" }],
    ["setOnline", [false], { outcome: "offline" }],
    ["loseNextSends", [1], { outcome: "lost" }],
  ])("after %s is not, and the next is", async (what, args, outcome) => {
    await control(what, ...args);
    expect(await page("send", sent)).toEqual(outcome);
    expect((await messages()).messages).toEqual([]);
    await control("setOnline", true);
    expect(await page("send", sent)).toMatchObject({ outcome: "taken" });
  });
});

describe("from outside", () => {
  test("one person's messages are found by his number and by his other name", async () => {
    await control("receive", { ...guest, body: "واحد" });
    await control("receive", { from: "966557654321", body: "اثنان" });
    await control("typeOnHandset", { to: "222333444555666@lid", body: "من الهاتف" });
    for (const address of ["+966551234567", "222333444555666@lid"])
      expect((await messages(address)).messages.map(({ body }) => body)).toEqual([
        "واحد",
        "من الهاتف",
      ]);
  });

  test("the same id again is the same message again", async () => {
    for (const _ of [1, 2]) await control("receive", { ...guest, body: "مرة", id: "A1" });
    expect((await messages()).messages).toHaveLength(1);
  });

  test("what happened is told", async () => {
    await page("event", { type: "seen", data: { remote: "1@lid" } });
    const told = await (await fetch(`${sim.url}/sim/khuta-whatsapp/events`)).json();
    expect(told).toMatchObject({ isLinked: false, isSynced: false, events: [{ type: "seen" }] });
  });

  test.each([
    ["receive", [{ from: "x" }], 400],
    ["receive", [{ ...guest, unknown: 1 }], 400],
    ["typeOnHandset", [{ to: "nobody", body: "x" }], 400],
    ["ack", ["nothing", 1], 400],
    ["pair", [], 400],
    ["note", ["x"], 404],
    ["constructor", [], 404],
  ])("%s %j is refused with a reason", async (what, args, status) => {
    const response = await control(what, ...args);
    expect(response.status).toBe(status);
    expect(await response.json()).toHaveProperty("error", expect.stringMatching(/\w/));
  });
});

describe("a telephone that is switched off and on again", () => {
  const folder = mkdtempSync(path.join(os.tmpdir(), "wasl-telephone-"));
  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  test("knows its linked device, its people and its messages", async () => {
    const before = await startWhatsappSim({ folder });
    const account = before.account("khuta-whatsapp");
    account.link("d1");
    account.receive({ ...guest, body: "السلام عليكم" });
    await before.stop();
    const after = await startWhatsappSim({ folder });
    const again = after.account("khuta-whatsapp");
    expect(again.isLinked()).toBe(true);
    expect(again.messages("+966551234567")).toMatchObject([
      { body: "السلام عليكم", remote: "222333444555666@lid" },
    ]);
    expect(after.account("amal-whatsapp").isLinked()).toBe(false);
    await after.stop();
  });
});

describe("the person", () => {
  test("opens the conversation: what had arrived there turns blue, and nothing else", async () => {
    const account = sim.account("khuta-whatsapp");
    account.receive({ ...guest, body: "السلام عليكم" });
    const told = (id: string, remote: string) => ({
      id,
      serialized: `true_${remote}_${id}`,
      remote,
      fromMe: true,
      author: "device" as const,
      type: "chat",
      t: 1_795_000_000,
      body: "أهلاً بكم",
      attrs: {},
      ack: 0,
    });
    account.take(told("A", "222333444555666@lid"));
    account.take(told("B", "999@lid"));
    await expect.poll(() => account.sent().map(({ ack }) => ack)).toEqual([2, 2]);
    await control("read", guest.from);
    expect(account.sent().map(({ ack }) => ack)).toEqual([3, 2]);
  });

  test("who writes before the number was ever linked waits for that, where the stand-in is patient", async () => {
    const patient = await startWhatsappSim({ patient: true });
    const account = patient.account("khuta-whatsapp");
    const writing = fetch(`${patient.url}/sim/khuta-whatsapp/receive`, {
      method: "POST",
      body: JSON.stringify([{ ...guest, body: "السلام عليكم" }]),
    });
    await fetch(`${patient.url}/sim/khuta-whatsapp/events`);
    expect(account.messages()).toEqual([]);
    account.link("d1");
    account.synced();
    expect((await writing).status).toBe(200);
    expect(account.messages()).toHaveLength(1);
    await patient.stop();
  });
});
