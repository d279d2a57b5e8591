import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { createServer, type AddressInfo } from "node:net";
import os from "node:os";
import path from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { parse, stringify } from "yaml";
import { loadConfig } from "../../src/config.ts";
import type { AssociationId } from "../../src/conversation/ports.ts";
import { accept } from "../../src/conversation/receive.ts";
import { start, type Running } from "../../src/main.ts";
import { startGraphSim, type GraphSim } from "../../src/simulators/graph/server.ts";
import {
  startSmsGatewaySim,
  type SmsGatewaySim,
} from "../../src/simulators/sms-gateways/server.ts";
import { startTwilioSim, type TwilioSim } from "../../src/simulators/twilio/server.ts";
import { pdf } from "../support/files.ts";
import { ownStores } from "../support/stores.ts";

/*
 * Every official way in and out, opened by nothing but a profile and the environment: Wasl as it runs, the providers as
 * stand-ins on loopback, real HTTP, real signatures, a real database.
 */

const { mongoUri, redisUrl } = ownStores();
const folder = mkdtempSync(path.join(os.tmpdir(), "wasl-opened-"));
const khuta = "khuta" as AssociationId;
const ratel = "ratel" as AssociationId;

const env = {
  K_NUMBER_ID: "100000000000001",
  K_TOKEN: "synthetic-token",
  K_APP_SECRET: "synthetic-app-secret",
  K_VERIFY: "synthetic-verify-token",
  K_SIM_USER: "phone",
  K_SIM_PASSWORD: "synthetic-password",
  K_SIM_KEY: "synthetic-signing-key",
  R_SID: `AC${"b2".repeat(16)}`,
  R_AUTH: "synthetic-auth-token",
  R_FROM: "+966550000009",
};

let graph: GraphSim;
let gateway: SmsGatewaySim;
let twilio: TwilioSim;
let running: Running;
let url: string;

beforeAll(async () => {
  const port = await freePort();
  url = `http://127.0.0.1:${port}`;
  [graph, gateway, twilio] = await Promise.all([
    startGraphSim({
      numbers: [
        {
          phoneNumberId: env.K_NUMBER_ID,
          displayPhoneNumber: "966550000001",
          accessToken: env.K_TOKEN,
          appSecret: env.K_APP_SECRET,
        },
      ],
      stepMs: 1,
    }),
    startSmsGatewaySim({
      account: {
        gateway: "android-phone",
        user: env.K_SIM_USER,
        password: env.K_SIM_PASSWORD,
        signingKey: env.K_SIM_KEY,
      },
      stepMs: 1,
    }),
    startTwilioSim({ accounts: [{ sid: env.R_SID, authToken: env.R_AUTH }], stepMs: 1 }),
  ]);
  const config = loadConfig({
    MONGO_URI: mongoUri,
    REDIS_URL: redisUrl,
    PORT: String(port),
    PUBLIC_URL: url,
    WASL_DATA_DIR: path.join(folder, "data"),
    WASL_FLOWS_DIR: flowsWithChannels(),
    GRAPH_API_URL: graph.url,
    SMS_GATEWAY_URL: gateway.url,
    TWILIO_API_URL: twilio.url,
    LOG_LEVEL: "error",
  });
  running = await start(config, env);
});
afterAll(async () => {
  await running?.stop();
  await Promise.all([graph?.stop(), gateway?.stop(), twilio?.stop()]);
  rmSync(folder, { recursive: true, force: true, maxRetries: 5 });
});

/** The shipped flows; Khuta on Meta's Cloud API and a telephone with a SIM, Ratel on Twilio's WhatsApp. */
function flowsWithChannels(): string {
  const flows = path.join(folder, "flows");
  cpSync(path.resolve(import.meta.dirname, "../../flows"), flows, { recursive: true });
  const of = (names: Record<string, string>) =>
    Object.fromEntries(Object.entries(names).map(([name, variable]) => [name, `env:${variable}`]));
  change(flows, "_defaults", { sms: { enabled: false } });
  change(flows, "khuta", {
    sms: {
      enabled: true,
      transport: "sms-http",
      gateway: "android-phone",
      approval: { ref: "demo" },
      credentials: of({
        user: "K_SIM_USER",
        password: "K_SIM_PASSWORD",
        webhookSecret: "K_SIM_KEY",
      }),
    },
    whatsapp: {
      enabled: true,
      transport: "whatsapp-cloud",
      templates: {
        "decision.accept": { name: "decision", language: "ar", parameters: ["text"] },
        "letter.attached": { name: "letter", language: "ar", parameters: ["text", "link"] },
      },
      credentials: of({
        phoneNumberId: "K_NUMBER_ID",
        accessToken: "K_TOKEN",
        appSecret: "K_APP_SECRET",
        verifyToken: "K_VERIFY",
      }),
    },
  });
  change(flows, "ratel", {
    whatsapp: {
      enabled: true,
      transport: "whatsapp-twilio",
      content: { choices: { "2": `HX${"02".repeat(16)}` } },
      credentials: of({ accountSid: "R_SID", authToken: "R_AUTH", from: "R_FROM" }),
    },
  });
  return flows;
}

function change(flows: string, name: string, channels: Record<string, object>): void {
  const file = path.join(flows, `associations/${name}.yaml`);
  const profile = parse(readFileSync(file, "utf8")) as { channels: Record<string, object> };
  for (const [kind, settings] of Object.entries(channels))
    profile.channels[kind] =
      name === "_defaults" ? { ...profile.channels[kind], ...settings } : settings;
  writeFileSync(file, stringify(profile));
}

async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => void server.listen(0, "127.0.0.1", resolve));
  const { port } = server.address() as AddressInfo;
  await new Promise((resolve) => server.close(resolve));
  return port;
}

/** A request of this person was accepted, and the letter is ready. */
async function decide(association: AssociationId, channelId: string, digits: string) {
  const { store } = running.world;
  const bytes = pdf();
  const meta = { mime: "application/pdf", fileName: "خطاب.pdf", owner: "letters" };
  const storageKey = await store.blobs.put(association, bytes, meta);
  await accept(running.world, association, {
    id: `told|${digits}`,
    channelId,
    address: { channelId, scheme: "wa-pn", value: `${digits}@c.us` },
    body: {
      kind: "case",
      caseId: `case-${digits}`,
      event: "decision_accepted",
      values: { case_no: "KH-4800173-0" },
      attachment: { storageKey, mime: meta.mime, fileName: meta.fileName },
    },
  });
  return bytes;
}

describe("WhatsApp by Meta's Cloud API", () => {
  const subscribe = (verifyToken: string) =>
    graph.subscribe({
      phoneNumberId: env.K_NUMBER_ID,
      url: `${url}/webhooks/khuta-whatsapp`,
      verifyToken,
    });
  const says = (waId: string, content: { type: string } & Record<string, unknown>) =>
    graph.inbound({
      phoneNumberId: env.K_NUMBER_ID,
      messages: [{ person: { waId, name: "نورة" }, content }],
    });
  const text = (body: string) => ({ type: "text", text: { body } });
  const seen = (person: string) =>
    graph.messages(person).filter(({ direction }) => direction === "outbound");

  test("is set up by the handshake with the word of the environment, and with no other", async () => {
    expect(await subscribe("guess")).toEqual({ status: 403 });
    expect(await subscribe(env.K_VERIFY)).toEqual({ status: 200 });
  });

  test("greets who writes, and shows the menu as a list", async () => {
    await says("966551100001", text("السلام عليكم"));
    await expect.poll(() => seen("966551100001").length).toBe(1);
    await says("966551100001", text("1"));
    await expect.poll(() => seen("966551100001").length).toBe(2);
    const menu = seen("966551100001").at(-1);
    expect(menu).toMatchObject({
      type: "interactive",
      content: { interactive: { type: "list", action: { button: "عرض الخيارات" } } },
    });
  });

  test("keeps a file that a person sends", async () => {
    const { id } = graph.addFile({ base64: pdf().toString("base64"), mime: "application/pdf" });
    await says("966551100001", {
      type: "document",
      document: { id, mime_type: "application/pdf" },
    });
    const fileOf = async () => {
      const address = "khuta-whatsapp|966551100001@c.us";
      const all = await running.world.store.messages.ofAddress(khuta, address);
      return all.flatMap(({ body }) =>
        body.kind === "media" && "media" in body ? body.media : [],
      );
    };
    // Pictures that come together are one turn, so a file waits a moment for others.
    await expect
      .poll(async () => (await fileOf()).map(({ state }) => state), { timeout: 10_000 })
      .toEqual(["fetched"]);
    const [file] = await fileOf();
    const kept = await running.world.store.blobs.get(khuta, file?.storageKey ?? "");
    expect(kept?.mime).toBe("application/pdf");
  });

  test("is silent where staff have answered in the app of the number", async () => {
    const waId = "966551100005";
    await says(waId, text("السلام عليكم"));
    await expect.poll(() => seen(waId).length).toBe(1);
    await graph.echo({
      phoneNumberId: env.K_NUMBER_ID,
      person: { waId },
      content: text("حياكم الله، معكم أم خالد"),
    });
    const address = `khuta-whatsapp|${waId}@c.us`;
    const { conversations, messages } = running.world.store;
    const id = (await conversations.ownerOf(khuta, address)) ?? "";
    const holder = async () => (await conversations.load(khuta, id))?.holder;
    await expect.poll(holder).toBe("staff");
    await says(waId, text("1"));
    const authors = async () =>
      (await messages.thread(khuta, id, { limit: 9 })).map((m) => m.author);
    await expect.poll(authors).toEqual(["contact", "bot", "staff", "contact"]);
    expect(seen(waId)).toHaveLength(1);
  });

  test("after the 24 hours tells a decision by template, and the letter by a link that opens it", async () => {
    const letter = await decide(khuta, "khuta-whatsapp", "966551100002"); // who has never written
    await expect.poll(() => seen("966551100002").length).toBe(2);
    const told = JSON.stringify(seen("966551100002"));
    for (const name of ["decision", "letter"]) expect(told).toContain(`"name":"${name}"`);
    const [link = ""] = /http:[^"\s]+\/file\/\w+/.exec(told) ?? [];
    expect((await fetch(link)).status).toBe(200);
    const opened = await fetch(link, { method: "POST" });
    expect(Buffer.from(await opened.arrayBuffer()).equals(letter)).toBe(true);
  });
});

test("a telephone with a SIM takes text messages and answers them", async () => {
  await registerWebhooks();
  const { calls } = await gateway.inbound({ from: "+966551100003", text: "هلا" });
  expect(calls[0]?.attempts).toEqual([200]);
  const seen = () => gateway.messages().filter(({ direction }) => direction === "outbound");
  await expect.poll(() => seen().length).toBe(1);
  expect(seen()[0]).toMatchObject({ person: "+966551100003" });
  const statusOf = async () =>
    (await running.world.store.messages.ofAddress(khuta, "khuta-sms|+966551100003")).at(-1)?.status;
  await expect.poll(statusOf).toBe("delivered");
});

/** What an operator does once in the app. */
async function registerWebhooks(): Promise<void> {
  const webhook = `${url}/webhooks/khuta-sms`;
  const basic = Buffer.from(`${env.K_SIM_USER}:${env.K_SIM_PASSWORD}`).toString("base64");
  const events = { received: webhook, sent: `${webhook}/status`, delivered: `${webhook}/status` };
  for (const [event, address] of Object.entries(events))
    await fetch(`${gateway.url}/webhooks`, {
      method: "POST",
      headers: { authorization: `Basic ${basic}` },
      body: JSON.stringify({ event: `sms:${event}`, url: address }),
    });
}

test("WhatsApp by Twilio shows buttons, and fetches the letter from us", async () => {
  const digits = "966551100004";
  const says = (body: string) =>
    twilio.inbound({
      accountSid: env.R_SID,
      from: `whatsapp:+${digits}`,
      to: `whatsapp:${env.R_FROM}`,
      body,
      url: `${url}/webhooks/ratel-whatsapp`,
      params: { WaId: digits },
    });
  const seen = () => twilio.messages().filter(({ direction }) => direction === "outbound-api");
  const { calls } = await says("السلام عليكم");
  expect(calls[0]?.attempts).toEqual([200]);
  await expect.poll(() => seen().length).toBe(1);
  expect(seen()[0]?.contentSid).toBe(`HX${"02".repeat(16)}`); // Arabic or English
  const letter = await decide(ratel, "ratel-whatsapp", digits);
  await expect
    .poll(() => seen().flatMap(({ media }) => media))
    .toEqual([{ contentType: "application/pdf", data: letter.toString("base64") }]);
});

test("a call that nobody has signed changes nothing, whichever door it knocks at", async () => {
  const doors = ["khuta-whatsapp", "khuta-sms", "ratel-whatsapp"];
  for (const channelId of doors) {
    const answer = await fetch(`${url}/webhooks/${channelId}`, {
      method: "POST",
      headers: { "content-type": "application/json" },
      body: "{}",
    });
    expect(answer.status).toBe(403);
  }
});
