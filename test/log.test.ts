import { expect, test } from "vitest";
import { createLog } from "../src/log.ts";

const CANARY = {
  nationalId: "1999987654",
  phone: "+966557654321",
  iban: "SA4499000000009876543210",
  token: "tok_5up3rS3cretTokenOfTheCanary_0123456789",
  words: "أحتاج مساعدة عاجلة كناري",
};

function record() {
  const lines: string[] = [];
  const log = createLog("trace", { write: (line: string) => void lines.push(line) });
  return { log, lines, all: () => lines.join("") };
}

test("a canary that goes every way into the log does not come out", () => {
  const { log, all, lines } = record();
  const { nationalId, phone, iban, token, words } = CANARY;
  const error = new Error(`failed for ${nationalId} ${phone} "${words}"`, {
    cause: Object.assign(new Error(`dup key: { phone: "${phone}" }`), { keyValue: { phone } }),
  });
  log.info(`message of ${nationalId} from ${phone}`);
  log.info("interpolated %s %o", iban, { deep: { phone } });
  log.info({ a: { b: [{ c: { nationalId, text: words, anything: `x ${phone} y` } }] } }, "deep");
  log.error({ err: error }, "as err");
  log.error({ error, failure: error }, "under other keys");
  log.error(error);
  log.child({ lane: `khuta-sms|${phone}`, token }).warn({ body: { kind: "text", text: words } });
  log.info({ [nationalId]: Number(nationalId), buffer: Buffer.from(words) });
  log.info({ req: { url: `/form/${token}?token=${token}`, headers: { authorization: token } } });

  expect(lines).toHaveLength(9);
  for (const secret of Object.values(CANARY)) expect(all()).not.toContain(secret);
  expect(all()).not.toContain(phone.slice(1));
  expect(all()).not.toContain(Buffer.from(words).toString("base64"));
});

test("what a log is read for stays", () => {
  const { log, lines } = record();
  const failure = Object.assign(new Error("connect ECONNREFUSED 127.0.0.1:27117"), {
    code: "ECONNREFUSED",
  });
  log
    .child({ conversationId: "c-1" })
    .error({ err: failure, caseId: "KH-2026-000123" }, "no store");
  expect(JSON.parse(lines[0] ?? "")).toMatchObject({
    level: 50,
    time: expect.stringMatching(/^\d{4}-\d\d-\d\dT/),
    pid: process.pid,
    conversationId: "c-1",
    caseId: "KH-2026-000123",
    msg: "no store",
    err: { type: "Error", code: "ECONNREFUSED", message: failure.message },
  });
});

test("the level holds", () => {
  const { log, lines } = record();
  log.level = "warn";
  log.info("quiet");
  expect(lines).toEqual([]);
});
