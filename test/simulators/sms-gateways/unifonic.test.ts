import { afterEach, beforeEach, expect, test } from "vitest";
import {
  startSmsGatewaySim,
  type SmsGatewaySim,
} from "../../../src/simulators/sms-gateways/server.ts";

const account = { gateway: "unifonic", appSid: "synthetic-app-sid", senders: ["KHUTA"] } as const;
let sim: SmsGatewaySim;

beforeEach(async () => {
  sim = await startSmsGatewaySim({ account, stepMs: 1 });
});
afterEach(() => sim.stop());

const send = async (more: Record<string, string> = {}) => {
  const fields = {
    AppSid: account.appSid,
    SenderID: "KHUTA",
    Recipient: "966551234501",
    Body: "م".repeat(71),
    CorrelationID: "m1",
    MessageType: "3",
    ...more,
  };
  const answer = await fetch(`${sim.url}/rest/SMS/messages`, {
    method: "POST",
    headers: { "content-type": "application/x-www-form-urlencoded" },
    body: new URLSearchParams(fields),
  });
  return { status: answer.status, body: (await answer.json()) as Record<string, unknown> };
};

test("takes a message under a number of its own, and counts its parts", async () => {
  expect(await send()).toMatchObject({
    status: 200,
    body: {
      success: true,
      errorCode: "ER-00",
      data: { MessageID: expect.any(Number), NumberOfUnits: 2, Recipient: "966551234501" },
    },
  });
  await sim.settled();
  expect(sim.messages("+966551234501")).toMatchObject([{ status: "delivered" }]);
});

test.each<[string, Record<string, string>, string]>([
  ["a number with plus", { Recipient: "+966551234501" }, "ER-02"],
  ["a number too long", { Recipient: "9665512345011111" }, "ER-03"],
  ["a number too short", { Recipient: "551234501" }, "ER-04"],
  ["no text", { Body: " " }, "ER-06"],
  ["a name not registered", { SenderID: "OTHER" }, "ER-08"],
  ["a misspelt field", { recipient: "x" }, "ER-20"],
  ["a class of message that does not exist", { MessageType: "9" }, "ER-20"],
])("refuses %s with 200 and a code", async (_, more, errorCode) => {
  expect(await send(more)).toMatchObject({ status: 200, body: { success: false, errorCode } });
  expect(sim.messages()).toEqual([]);
});

test("refuses a stranger, and what is planned", async () => {
  expect(await send({ AppSid: "other" })).toMatchObject({ status: 401, body: { success: false } });
  sim.plan({ fault: { kind: "refuse", code: "ER-05" } });
  expect(await send()).toMatchObject({ status: 200, body: { errorCode: "ER-05" } });
  sim.plan({ fault: { kind: "refuse", status: 429 } });
  expect(await send()).toMatchObject({ status: 429 });
});

test("cannot receive, and reports nothing where no webhook was entered", async () => {
  await expect(sim.inbound({ from: "+966551234501", text: "نعم" })).rejects.toThrow(/no messages/);
  await send();
  await sim.settled();
  expect(sim.calls).toEqual([]);
});
