import { expect, test } from "vitest";
import type { OutboundBody } from "../../src/channels/channel.ts";
import { renderSms } from "../../src/channels/sms-render.ts";
import { outbound } from "./events-recorder.ts";

const address = { channelId: "khuta-sms", scheme: "e164", value: "+966551234567" } as const;
const render = (body: OutboundBody) => renderSms(outbound(address, body, "m1"), 2);
const housing = [
  { id: "rent", label: "إيجار", number: 1 },
  { id: "repair", label: "ترميم", number: 2 },
];
const url = "https://khuta.example/form/7Qm2xT9aB4k";

/** Body -> what the telephone shows, parts, warnings. */
test.each<[string, OutboundBody, { text: string; segments: number; warnings: string[] }]>([
  [
    "a text is cleaned",
    {
      kind: "text",
      text: "أهلاً بكم في «جمعية خطى»، رقم طلبكم \u2066KH-4800173-0\u2069 بتاريخ ١٨/٠١/١٤٤٧هـ",
    },
    {
      text: "أهلا بكم في جمعية خطى، رقم طلبكم KH-4800173-0 بتاريخ 18/01/1447هـ",
      segments: 1,
      warnings: [],
    },
  ],
  [
    "options become lines",
    { kind: "choices", text: "ما نوع الدعم المطلوب؟", options: housing, numbered: false },
    { text: "ما نوع الدعم المطلوب؟\n1 إيجار\n2 ترميم", segments: 1, warnings: [] },
  ],
  [
    "a hand-set menu stays one line",
    { kind: "choices", text: "السكن: 1 ايجار 2 ترميم", options: housing, numbered: true },
    { text: "السكن: 1 ايجار 2 ترميم", segments: 1, warnings: [] },
  ],
  [
    "a link stands last on a line of its own",
    { kind: "form", text: "يرجى ادخال رقم الهوية عبر الرابط (صالح 24 ساعة):", url },
    { text: `يرجى ادخال رقم الهوية عبر الرابط (صالح 24 ساعة):\n${url}`, segments: 2, warnings: [] },
  ],
  [
    "English stays in the cheaper alphabet",
    {
      kind: "text",
      text: "Your request “KH-4800173-0” was received — we’ll answer within 14 days…",
    },
    {
      text: `Your request "KH-4800173-0" was received - we'll answer within 14 days...`,
      segments: 1,
      warnings: [],
    },
  ],
  [
    "over the budget it warns and cuts nothing",
    { kind: "text", text: "م".repeat(135) },
    { text: "م".repeat(135), segments: 3, warnings: ["3 parts, the budget is 2"] },
  ],
  [
    "over 1600 characters it says that nobody would take it",
    { kind: "text", text: "a".repeat(1601) },
    {
      text: "a".repeat(1601),
      segments: 11,
      warnings: ["11 parts, the budget is 2", "1601 characters, the limit is 1600"],
    },
  ],
  [
    "of a file the caption is shown, with a warning",
    {
      kind: "media",
      storageKey: "f1",
      mime: "application/pdf",
      fileName: "decision.pdf",
      caption: "خطاب القرار",
      as: "document",
    },
    {
      text: "خطاب القرار",
      segments: 1,
      warnings: ["a file cannot be sent by SMS, only its caption is shown"],
    },
  ],
])("%s", (_, body, rendered) => expect(render(body)).toEqual(rendered));
