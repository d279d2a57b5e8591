import { expect, test } from "vitest";
import { rehearse } from "../../src/conversation/rehearse.ts";
import { requestBySms } from "../support/request-by-sms.ts";
import { loadStage } from "../support/stage.ts";

const stage = loadStage();

test("the case says by which public place its person came first", () => {
  const rehearsal = rehearse({
    flows: stage.flows,
    texts: stage.texts,
    association: stage.association("khuta"),
    channel: "sms",
    now: new Date("2026-11-22T10:00:00+03:00"),
    verifiedPhone: "+966557000002",
  });
  rehearsal.take({ kind: "start", from: "instagram" });
  rehearsal.take({ kind: "start", from: "poster" });
  const effects = requestBySms().flatMap((text) => rehearsal.take({ kind: "text", text }));
  expect(effects.find(({ kind }) => kind === "open_case")).toMatchObject({ cameBy: "instagram" });
});
