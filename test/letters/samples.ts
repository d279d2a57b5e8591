import { readFileSync } from "node:fs";
import path from "node:path";
import type { CaseRecord, Decision } from "../../src/cases/case.ts";
import type { Sheet } from "../../src/cases/sheet.ts";
import { committeeSheet } from "../../src/conversation/letters/committee.ts";
import { decisionLetter } from "../../src/conversation/letters/decision.ts";
import { noticeLetter } from "../../src/conversation/letters/notice.ts";
import { objectionLetter } from "../../src/conversation/letters/objection.ts";
import { supportFormSheet } from "../../src/conversation/letters/support-form.ts";
import { createWords } from "../../src/conversation/letters/words.ts";
import { currentVersion, findFlow } from "../../src/engine/flow-set.ts";
import { loadStage } from "../support/stage.ts";

/* Letters about people who do not exist, on a day that is always the same. */

const stage = loadStage();

export const css = readFileSync(
  path.resolve(import.meta.dirname, "../../src/web/letter/letter.css"),
  "utf8",
);
export const reference = {
  number: "12/1448",
  at: new Date("2026-11-24T08:00:00Z"),
  attachments: 0,
};

export function wordsOf(association: string, language: "ar" | "en" = "ar") {
  return createWords(stage.texts, stage.association(association), language, "https://wasl.example");
}

export function caseOf(more: Partial<CaseRecord> = {}): CaseRecord {
  return {
    id: "c1.4.1",
    number: "KH-4800173-0",
    version: 7,
    state: "decided",
    service: "rent",
    conversationId: "c1",
    onBehalf: false,
    urgent: false,
    source: "web",
    answers: {
      applicant_name: "نورة عبدالله محمد السالم",
      region_city_district: "مكة المكرمة - الشوقية",
      dependents_count: 5,
      income_total: 4500,
      obligations_total: 1200,
      housing_tenure: "rent",
      rent_amount: 24000,
      need_description: "سداد إيجار ثلاثة أشهر متأخرة قبل نهاية العقد في الشهر القادم.",
    },
    documents: [],
    openedAt: "2026-11-03T07:30:00Z",
    completedAt: "2026-11-05T07:30:00Z",
    decisionNotBefore: "2026-11-19T06:00:00Z",
    notice: { sentAt: "2026-11-05T07:31:00Z", deliveredAt: "2026-11-05T07:31:05Z" },
    signature: { signedAt: "2026-11-03T07:30:00Z", answersHash: "a1" },
    survey: "none",
    history: [],
    keys: [],
    ...more,
  };
}

export function decisionOf(more: Partial<Decision> & Pick<Decision, "outcome">): Decision {
  return {
    number: "KH-D48-0017",
    decidedBy: ["s1", "s2", "s3"],
    recordedBy: "s1",
    at: "2026-11-23T07:00:00Z",
    ...more,
  };
}

/** Every sheet that is looked at: name -> how it is made. */
export const sheets: Record<string, () => Sheet> = {
  "decision-accepted": () =>
    decisionLetter(
      wordsOf("khuta"),
      caseOf(),
      decisionOf({
        outcome: "accepted",
        grant: "سداد إيجار ثلاثة أشهر بمبلغ 6,000 ريال، يُدفع إلى المؤجر مباشرة.",
      }),
      reference,
    ),
  "decision-partly": () =>
    decisionLetter(
      wordsOf("alseraj"),
      caseOf({ number: "SR-4800173-0" }),
      decisionOf({
        number: "SR-D48-0017",
        outcome: "partly",
        grant: "سداد إيجار شهرين من الأشهر الثلاثة المطلوبة.",
        reason: "يغطي الشهر الثالث برنامج جهة أخرى بحسب المستندات.",
        advice: "تقديم إشعار الجهة الأخرى عند صدوره.",
      }),
      { ...reference, attachments: 1 },
    ),
  "decision-deferred": () =>
    decisionLetter(
      wordsOf("ratel"),
      caseOf({ number: "RT-4800173-0", service: "fees" }),
      decisionOf({
        number: "RT-D48-0017",
        outcome: "deferred",
        reason: "فاتورة الرسوم للفصل الدراسي الحالي، وتعريف مدرسي حديث.",
      }),
      reference,
    ),
  "decision-declined": () =>
    decisionLetter(
      wordsOf("khuta"),
      caseOf(),
      decisionOf({
        outcome: "declined",
        reason:
          "السكن المذكور خارج نطاق البرنامج في هذه الدورة، ولم تُستكمل المستندات التي تثبت الانتقال.",
        advice: "إرسال عقد الإيجار الجديد الموثّق، أو التقديم على خدمة فواتير الكهرباء والماء.",
      }),
      reference,
    ),
  "decision-eastern": () =>
    decisionLetter(
      wordsOf("amal"),
      caseOf({
        number: "AM-4800173-0",
        service: "psych_support",
        answers: { psy_nickname: "أم عبدالله" },
      }),
      decisionOf({
        number: "AM-D48-0017",
        outcome: "accepted",
        grant: "8 جلسات عن بُعد مع مختص، بمعدل جلسة في الأسبوع.",
      }),
      reference,
    ),
  "decision-english": () =>
    decisionLetter(
      wordsOf("khuta", "en"),
      caseOf({ answers: { applicant_name: "Noura Abdullah Alsalem" } }),
      decisionOf({
        outcome: "declined",
        reason: "The dwelling is outside the area of this year's programme.",
        advice: "Please send the registered lease of the new dwelling.",
      }),
      reference,
    ),
  "objection-rejected": () => {
    const outcome = {
      result: "rejected" as const,
      reason: "اطّلعت اللجنة على المستندات المرفقة بالتظلم، ولم يرد فيها ما يغيّر سبب القرار.",
      by: ["s7", "s8"],
      at: "2026-11-23T07:00:00Z",
    };
    const objection = {
      number: "KH-4800174-9",
      against: "KH-D48-0017",
      at: "2026-11-10T07:00:00Z",
      text: "",
      dueAt: "2026-12-10T07:00:00Z",
      outcome,
    };
    return objectionLetter(wordsOf("khuta"), caseOf(), objection, outcome, reference);
  },
  "notice-draft": () =>
    noticeLetter(
      wordsOf("sila"),
      caseOf({ number: "SL-4800173-0", service: "food" }),
      new Date("2026-12-08T06:00:00Z"),
      reference,
    ),
  "preview-declined": () =>
    decisionLetter(
      wordsOf("khuta"),
      caseOf(),
      decisionOf({ number: "", outcome: "declined", reason: "خارج نطاق خدمات الجمعية." }),
      { ...reference, number: undefined },
    ),
  committee: () => committeeSheet(wordsOf("khuta"), agenda()),
  "form-khuta": () => supportFormSheet(wordsOf("khuta"), supportRequest()),
  "form-amal": () => supportFormSheet(wordsOf("amal"), supportRequest()),
};

export function supportRequest() {
  return findFlow(stage.flows, "support-request", currentVersion(stage.flows, "support-request"));
}

function agenda() {
  const gates = (open: string[] = []) =>
    [
      "documents_received",
      "documents_matched",
      "documents_valid",
      "signed",
      "notice",
      "two_weeks",
    ].map((id) => ({ id, met: !open.includes(id) }));
  return {
    at: new Date("2026-11-24T08:00:00Z"),
    minutesNumber: "",
    members: [
      { name: "عضو تجريبي أول", isChair: true },
      { name: "عضو تجريبي ثانٍ", isChair: false },
      { name: "عضو تجريبي ثالث", isChair: false },
    ],
    cases: [
      { record: caseOf(), gates: gates() },
      {
        record: caseOf({
          number: "KH-4800188-4",
          service: "medical",
          urgent: true,
          answers: {
            applicant_name: "عبدالرحمن بن صالح الحربي",
            region_city_district: "جدة - الصفا",
            dependents_count: 3,
            income_total: 3200,
            obligations_total: 900,
            housing_tenure: "family",
            need_description: "تكلفة دواء شهري لأحد أفراد الأسرة لا تغطيه الجهة المعالجة.",
          },
        }),
        gates: gates(["two_weeks"]),
      },
      {
        record: caseOf({
          number: "KH-4800191-7",
          service: "furniture",
          onBehalf: true,
          answers: {
            applicant_name: "هيا ناصر علي القحطاني",
            region_city_district: "الطائف",
            dependents_count: 7,
            income_total: 5100,
            obligations_total: 2300,
            housing_tenure: "own",
            previous_support_body: "جمعية أخرى في الحي",
            need_description: "ثلاجة وغسالة بعد تلف القديمة.",
          },
        }),
        gates: gates(["documents_valid", "notice"]),
      },
    ],
  };
}
