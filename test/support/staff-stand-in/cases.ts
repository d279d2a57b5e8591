import type { CaseDetail, CaseVerbs, Gate, SessionView } from "../../../src/http/staff/api.ts";
import { MORNING, names } from "./people.ts";

const DAY = 86_400_000;
const at = (days: number) => new Date(MORNING + days * DAY).toISOString();
const day = (days: number) => at(days).slice(0, 10);

type State = CaseDetail["state"];
const labels: Record<string, string> = {
  awaiting_documents: "بانتظار مستندات",
  submitted: "قيد مطابقة البيانات",
  matched: "قيد البحث الاجتماعي",
  committee: "معروض على لجنة البحث",
  decided: "صدر القرار",
  delivered: "قُدّمت الخدمة",
  closed: "مغلق",
};
const services = [
  ["rent", "سداد الإيجار"],
  ["bills", "فواتير الكهرباء والماء"],
  ["medical", "علاج وأجهزة طبية"],
  ["food", "سلة أو بطاقة غذائية"],
] as const;

export function cases(): CaseDetail[] {
  const states: State[] = [
    "submitted",
    "awaiting_documents",
    "matched",
    "committee",
    "decided",
    "delivered",
    "matched",
    "submitted",
  ];
  return states.map((state, index) => aCase(index, state));
}

function aCase(index: number, state: State): CaseDetail {
  const [service, serviceLabel] = services[index % services.length] ?? services[0];
  const isMatched = ["matched", "committee", "decided", "delivered", "closed"].includes(state);
  const opened = -20 + index;
  const received = state !== "awaiting_documents";
  const detail: CaseDetail = {
    id: `k${index + 1}`,
    version: 4,
    number: `KH-48${String(10_000 + index * 3)}-${(index * 3) % 10}`,
    state,
    stateLabel: labels[state] ?? state,
    service,
    serviceLabel,
    name: names[index % names.length] ?? null,
    urgent: index === 1,
    suspended: false,
    openedAt: at(opened),
    decisionNotBefore: received ? at(opened + 14) : null,
    missing: received ? 0 : 1,
    conversationId: `c${index * 3 + 1}`,
    answers: [
      {
        id: "service",
        label: "نوع الخدمة المطلوبة",
        value: serviceLabel,
        source: "web",
        edited: false,
      },
      {
        id: "name",
        label: "الاسم الرباعي كما في الهوية",
        value: names[index % names.length] ?? "",
        source: "web",
        edited: false,
      },
      { id: "dependants", label: "عدد أفراد الأسرة", value: "5", source: "web", edited: true },
      {
        id: "income",
        label: "إجمالي الدخل الشهري (ريال)",
        value: "4500",
        source: "web",
        edited: false,
      },
      {
        id: "housing",
        label: "السكن",
        value: "إيجار، حي الشوقية، مكة المكرمة",
        source: "web",
        edited: false,
      },
      {
        id: "need",
        label: "الاحتياج",
        value: "سداد إيجار ثلاثة أشهر قبل نهاية العقد في الشهر القادم.",
        source: "sms",
        edited: false,
      },
    ],
    identity: "••••0004",
    documents: [
      {
        id: "family_register",
        label: "سجل الأسرة",
        required: true,
        state: "matched",
        storageKeys: ["a"],
        expiresOn: day(300),
        matched: { by: "u1", at: at(opened + 1), fields: ["name", "number"] },
        files: [{ url: "/api/files/family-register", mime: "image/png" }],
        matchFields: [{ id: "name", label: "الاسم" }],
      },
      {
        id: "rent_contract",
        label: "عقد الإيجار الإلكتروني",
        required: true,
        state: isMatched ? "matched" : received ? "received" : "missing",
        storageKeys: received ? ["b"] : [],
        ...(received ? { issuedOn: day(-200), expiresOn: day(40) } : {}),
        files: received ? [{ url: "/api/files/rent-contract", mime: "image/png" }] : [],
        matchFields: [
          { id: "name", label: "اسم المستأجر مطابق للطلب" },
          { id: "address", label: "العنوان مطابق" },
          { id: "dates", label: "العقد سارٍ وقت التقديم" },
        ],
      },
      {
        id: "income_statement",
        label: "مشهد بمصادر الدخل",
        required: true,
        state: "matched",
        storageKeys: ["c"],
        files: [{ url: "/api/files/income", mime: "application/pdf" }],
        matchFields: [],
      },
      {
        id: "utility_bill",
        label: "آخر فاتورة كهرباء أو ماء",
        required: false,
        state: "not_applicable",
        storageKeys: [],
        files: [],
        matchFields: [],
      },
    ],
    declaration: {
      text: "أقر بأن جميع البيانات المقدمة صحيحة، وأنني مسؤول عنها مسؤولية مباشرة.",
      textHash: "b5f1c0d7e2a94c4f8a5f3e21c09d77aa",
      at: at(opened),
      method: "word_and_code",
      valid: true,
      by: null,
      witness: null,
      scan: null,
    },
    gates: [],
    decision: null,
    objection: null,
    delivery: null,
    history: [
      { at: at(opened), actor: "contact", change: "opened", to: "awaiting_documents" },
      { at: at(opened + 0.2), actor: "contact", change: "receive_document" },
      { at: at(opened + 1), actor: "سارة القحطاني", change: "match_document" },
      { at: at(opened + 1.5), actor: "system", change: "notice_delivered" },
    ],
    earlier: [],
    possibleDuplicates: index === 1 ? ["KH-4800099-1"] : [],
    actions: [],
  };
  refresh(detail);
  if (index === 0)
    detail.earlier = [
      { ...cardOf(detail), id: "k8", number: "KH-4700211-4", state: "closed", stateLabel: "مغلق" },
    ];
  return detail;
}

/** What follows from the documents and the state: the gates and what may be done now. */
export function refresh(detail: CaseDetail): void {
  const required = detail.documents.filter((each) => each.required);
  const open = required.filter(({ state }) => state === "missing").map(({ label }) => label);
  const unmatched = required.filter(({ state }) => state !== "matched").map(({ label }) => label);
  detail.missing = open.length;
  detail.stateLabel = labels[detail.state] ?? detail.state;
  const twoWeeks =
    detail.decisionNotBefore !== null && new Date(detail.decisionNotBefore).getTime() <= MORNING;
  const gate = (id: Gate["id"], met: boolean, more: Gate["detail"] = null): Gate => ({
    id,
    met,
    detail: met ? null : more,
  });
  detail.gates = [
    gate("documents_received", open.length === 0, open),
    gate("documents_matched", unmatched.length === 0, unmatched),
    gate("documents_valid", true),
    gate("signed", detail.declaration?.valid ?? false),
    gate("notice", open.length === 0),
    gate("two_weeks", twoWeeks, detail.decisionNotBefore),
  ];
  const can = (verb: keyof CaseVerbs, allowed = true, why?: string) => ({
    verb,
    allowed,
    ...(why ? { why } : {}),
  });
  const { state } = detail;
  detail.actions = [
    ...(["submitted", "awaiting_documents"].includes(state)
      ? [
          can("match_document"),
          can("reject_document"),
          can("waive_document"),
          can("to_committee", false, "بقيت مستندات لم تُطابق"),
        ]
      : []),
    ...(state === "matched" ? [can("to_committee")] : []),
    ...(state === "committee" ? [can("decide")] : []),
    ...(state === "decided" ? [can("release_decision"), can("deliver"), can("delivered")] : []),
    ...(state === "closed" ? [] : [can("suspend"), can("close")]),
  ];
}

export function cardOf(detail: CaseDetail) {
  const { id, version, number, state, stateLabel, service, serviceLabel, name, urgent, suspended } =
    detail;
  const { openedAt, decisionNotBefore, missing, conversationId } = detail;
  return {
    id,
    version,
    number,
    state,
    stateLabel,
    service,
    serviceLabel,
    name,
    urgent,
    suspended,
    openedAt,
    decisionNotBefore,
    missing,
    conversationId,
  };
}

export function sessions(all: readonly CaseDetail[]): SessionView[] {
  const members = [
    { id: "u4", name: "عبدالعزيز المالكي", chair: true, present: true },
    { id: "u5", name: "وفاء الأحمدي", chair: false, present: true },
    { id: "u6", name: "حسن الصبياني", chair: false, present: false },
  ];
  const open = all.filter(({ state }) => state === "committee" || state === "matched");
  const [first, second] = open;
  return [
    {
      id: "s1",
      version: 2,
      at: at(0.1),
      status: "open",
      members,
      quorum: { needed: 2, present: 2, reached: true },
      agenda: [first, second]
        .filter((each) => each !== undefined)
        .map((each, index) => ({
          caseId: each.id,
          number: each.number,
          serviceLabel: each.serviceLabel,
          votes: index === 0 ? [{ member: "u5", vote: "accepted" as const }] : [],
          conflicts: index === 1 ? [{ member: "u5", reason: "صلة قرابة" }] : [],
          outcome: null,
        })),
      minutesNumber: null,
      sheetUrl: "/api/sessions/s1/sheet",
    },
    {
      id: "s2",
      version: 1,
      at: at(7),
      status: "planned",
      members: members.map((each) => ({ ...each, present: false })),
      quorum: { needed: 2, present: 0, reached: false },
      agenda: [],
      minutesNumber: null,
      sheetUrl: "/api/sessions/s2/sheet",
    },
  ];
}
