import { afterAll, beforeAll, expect, test } from "vitest";
import { khuta, openCorridor, type Corridor } from "../support/corridor.ts";
import { requestBySms } from "../support/request-by-sms.ts";
import { ownStores } from "../support/stores.ts";

/* From the request to its state: what the person sees, what the store holds, and what strangers are shown. */

const { mongoUri } = ownStores();
const OWNER = "+966554000001";
const REQUEST = requestBySms();
let corridor: Corridor;

beforeAll(async () => {
  corridor = await openCorridor(mongoUri);
  await say(OWNER, ...REQUEST);
}, 60_000);
afterAll(() => corridor.stop());

async function say(phone: string, ...texts: string[]): Promise<void> {
  for (const text of texts) {
    await corridor.write(phone, text);
    await corridor.quiet();
  }
}

function lastText(phone: string, key: string): string {
  const message = corridor.sms.seen.findLast((each) => each.to.value === phone && each.key === key);
  return message && message.body.kind !== "media" ? message.body.text : "";
}

async function caseNumber(): Promise<string> {
  const conversation = await corridor.conversation(OWNER);
  const [opened] = await corridor.store.cases.ofConversation(khuta, conversation?.id ?? "");
  if (!opened) throw new Error("no case was opened");
  return opened.number;
}

test("the receipt names the case and the two weeks; the case holds the answers, its checklist and the signature", async () => {
  const receipt = lastText(OWNER, "receipt");
  expect(receipt).toContain(await caseNumber());
  expect(receipt).toContain("لا تقل عن اسبوعين");
  const opened = await corridor.store.cases.byNumber(khuta, await caseNumber());
  expect(opened).toMatchObject({
    state: "awaiting_documents",
    service: "cash",
    answers: { applicant_name: "نورة عبدالله محمد السالم", income_total: 0, mobile: OWNER },
    declaration: {
      method: "word",
      text: expect.stringContaining("اقر انا"),
      textHash: expect.stringMatching(/^[0-9a-f]{64}$/),
    },
    flow: { name: "support-request", version: 1 },
    possibleDuplicateOf: [],
  });
  expect(opened?.documents.every(({ state }) => state === "missing")).toBe(true);
  expect(opened?.history).toHaveLength(1);
  expect(JSON.stringify(opened)).not.toContain("1999999004");
  expect(await corridor.store.cases.revealSecrets(khuta, opened?.id ?? "")).toMatchObject({
    national_id: "1999999004",
  });
});

test("the reminder of a request that has become a case is taken away", async () => {
  const conversation = await corridor.conversation(OWNER);
  expect(await corridor.store.followUps.get(khuta, `${conversation?.id}.idle`)).toMatchObject({
    status: "cancelled",
  });
});

test("the person sees his own case by asking, and by its number in any digits", async () => {
  await say(OWNER, "حالة طلبي", "1");
  expect(lastText(OWNER, "status.show")).toContain(await caseNumber());
  const digits = (await caseNumber())
    .replace(/\D/g, "")
    .replace(/\d/g, (digit) => String.fromCharCode(0x0660 + Number(digit)));
  await say(OWNER, "حالة طلبي", digits);
  expect(corridor.keys(OWNER).filter((key) => key === "status.show")).toHaveLength(2);
});

test("somebody else with the number is shown nothing before a code to the registered telephone", async () => {
  const stranger = "+966554000002";
  await say(stranger, "هلا", "1", "2", await caseNumber(), "0000");
  expect(corridor.keys(stranger)).toEqual([
    "greet.first",
    "menu.main",
    "status.ask",
    "status.unverified",
    "status.unverified.invalid",
  ]);
  const code = /\d{4}/.exec(lastText(OWNER, "otp"))?.[0] ?? "";
  await say(stranger, code);
  expect(lastText(stranger, "status.show")).toContain(await caseNumber());
});

test("the same identity number again is told to staff as a possible duplicate", async () => {
  const other = "+966554000003";
  await say(other, ...REQUEST);
  const conversation = await corridor.conversation(other);
  const [second] = await corridor.store.cases.ofConversation(khuta, conversation?.id ?? "");
  expect(second?.possibleDuplicateOf).toEqual([await caseNumber()]);
});
