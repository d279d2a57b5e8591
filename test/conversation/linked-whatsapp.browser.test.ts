import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import os from "node:os";
import path from "node:path";
import { afterAll, beforeAll, expect, test, vi } from "vitest";
import { loadConfig } from "../../src/config.ts";
import { start, type Running } from "../../src/main.ts";
import { startWhatsappSim, type WhatsappSim } from "../../src/simulators/whatsapp-web/server.ts";
import { khuta } from "../support/corridor.ts";
import { openDesk } from "../support/staff-desk.ts";
import { ownStores } from "../support/stores.ts";

/* The whole way: a linked number, its browser, the corridor, and the answer back on the telephone. */

const PATIENCE = { timeout: 60_000, interval: 50 };
const { mongoUri, redisUrl } = ownStores();
const folder = mkdtempSync(path.join(os.tmpdir(), "wasl-linked-"));
let sim: WhatsappSim;
let running: Running;

beforeAll(async () => {
  sim = await startWhatsappSim();
  const config = loadConfig({
    MONGO_URI: mongoUri,
    REDIS_URL: redisUrl,
    PORT: "0",
    WASL_DATA_DIR: path.join(folder, "data"),
    WASL_FLOWS_DIR: flowsWithWhatsapp(),
    WHATSAPP_WEB_URL: sim.url,
    LOG_LEVEL: "error",
  });
  running = await start(config, { KHUTA_WHATSAPP_PHONE: "+966500000000" });
}, 90_000);
afterAll(async () => {
  await running?.stop();
  await sim?.stop();
  rmSync(folder, { recursive: true, force: true, maxRetries: 5 });
});

/** The shipped flows, with Khuta's WhatsApp number on and no text messages. */
function flowsWithWhatsapp(): string {
  const flows = path.join(folder, "flows");
  cpSync(path.resolve(import.meta.dirname, "../../flows"), flows, { recursive: true });
  replaceIn(
    path.join(flows, "associations/_defaults.yaml"),
    "sms:      { enabled: true",
    "sms: { enabled: false",
  );
  replaceIn(
    path.join(flows, "associations/khuta.yaml"),
    "whatsapp: { approval",
    "whatsapp: { enabled: true, pairing: qr, approval",
  );
  return flows;
}

function replaceIn(file: string, from: string, to: string): void {
  const text = readFileSync(file, "utf8");
  expect(text).toContain(from);
  writeFileSync(file, text.replace(from, to));
}

test("a number is linked by the code that staff see; a greeting is answered there, and the choice after it too", async () => {
  const desk = await openDesk(running.world);
  const admin = await desk.logIn(await desk.account(khuta, "خالد", ["administrator"]));
  const codeAtTheDesk = async () =>
    (await admin.get("/api/admin/channels"))
      .json<{ channels: { id: string; linking: { payload: string } | null }[] }>()
      .channels.find(({ id }) => id === "khuta-whatsapp")?.linking?.payload;
  const account = sim.account("khuta-whatsapp");
  const health = () => running.world.channels.get("khuta-whatsapp")?.health().state;
  await vi.waitUntil(() => health() === "pairing", PATIENCE);
  const linking = running.world.channels.get("khuta-whatsapp")?.linking?.();
  expect(linking).toMatchObject({ state: "pairing", expiresAt: expect.any(Date) });
  expect(linking?.qr?.split(",")).toHaveLength(5);
  await expect.poll(codeAtTheDesk, PATIENCE).toBe(linking?.qr);
  await account.order("state", "UNPAIRED_IDLE"); // it has run out
  await expect.poll(codeAtTheDesk, PATIENCE).not.toBe(linking?.qr);
  await account.pair();
  await vi.waitUntil(() => health() === "ready", PATIENCE);
  expect(await codeAtTheDesk()).toBeUndefined();

  const person = { from: "966551234567", lid: "222333444555666", name: "أم محمد" };
  account.receive({ ...person, body: "السلام عليكم" });
  await vi.waitUntil(() => account.sent().length > 0, PATIENCE);
  expect(account.sent()[0]?.body).toContain("خطى");

  const greeted = account.sent().length;
  account.receive({ ...person, body: "1" });
  await vi.waitUntil(() => account.sent().length > greeted, PATIENCE);
  await desk.app.close();
}, 180_000);
