import type {
  AuditRow,
  Canned,
  ChannelView,
  FailedView,
  FlowView,
  IntakeForm,
  ProfileView,
  Report,
  TaskView,
  UserView,
} from "../../../src/http/staff/api.ts";
import { MORNING } from "./people.ts";

/* What the other pages show of the same office. */

const HOUR = 3_600_000;
const at = (hours: number) => new Date(MORNING + hours * HOUR).toISOString();

export const users: UserView[] = [
  user("u1", "سارة القحطاني", ["officer"], -0.1),
  user("u2", "بدر العمري", ["officer"], -2),
  { ...user("u3", "منى الفيفي", ["manager"], -1), secondFactor: true },
  user("u4", "عبدالعزيز المالكي", ["committee"], -30),
  user("u5", "وفاء الأحمدي", ["committee"], -50),
  { ...user("u6", "حسن الصبياني", ["committee"], -90), lockedUntil: at(1) },
  { ...user("u7", "إدارة النظام", ["administrator"], -5), secondFactor: true },
  { ...user("u8", "خالد الفرعي", ["delegate"], -70), branch: "فرع الليث" },
];

function user(id: string, name: string, roles: string[], seen: number): UserView {
  return {
    id,
    login: name,
    name,
    roles,
    branch: null,
    secondFactor: false,
    lockedUntil: null,
    disabled: false,
    lastSeenAt: at(seen),
  };
}

export const canned: Canned[] = [
  {
    id: "r1",
    shortcut: "المدة",
    text: {
      ar: "يُرفع الطلب المكتمل إلى لجنة البحث، ويأتي الرد بعد مدة لا تقل عن أسبوعين من اكتماله.",
      en: "A complete request goes to the committee; the answer comes after no less than two weeks.",
    },
    citation: { document: "سياسة تنظيم العلاقة مع المستفيدين", place: "المادة 5" },
  },
  {
    id: "r2",
    shortcut: "مستندات",
    text: {
      ar: "المستندات المطلوبة: سجل الأسرة، عقد الإيجار الإلكتروني، مشهد بمصادر الدخل. يكفي إرسال صورة واضحة هنا.",
      en: "Needed: family register, rent contract, income statement. A clear picture here is enough.",
    },
    citation: { document: "دليل إجراءات تقديم الخدمات", place: "ص 12" },
  },
  {
    id: "r3",
    shortcut: "شكر",
    text: { ar: "نشكر لكم تواصلكم، ويسعدنا خدمتكم في أي وقت.", en: "Thank you for writing to us." },
  },
];

export const tasks: TaskView[] = [
  task("t1", "tell_person", "notice", -3, -1, "urgent", "c4", "k1"),
  task("t2", "match", "asked", -20, 5, "normal", null, "k1"),
  task("t3", "call_back", "asked", -2, 6, "normal", "c7", null),
  task("t4", "refer", "attempts", -30, 40, "normal", "c10", null),
  task("t5", "delivery", "asked", -50, null, "normal", null, "k5"),
];

function task(
  id: string,
  kind: string,
  reason: string,
  since: number,
  due: number | null,
  priority: string,
  conversationId: string | null,
  caseId: string | null,
): TaskView {
  const owner = kind === "match" ? { id: "u1", name: "سارة القحطاني" } : null;
  return {
    id,
    kind,
    reason,
    priority,
    at: at(since),
    dueAt: due === null ? null : at(due),
    conversationId,
    caseId,
    owner,
  };
}

export const channels: ChannelView[] = [
  {
    id: "khuta-web",
    transport: "web",
    state: "ready",
    reason: null,
    action: null,
    linking: null,
    approval: "معتمدة",
    stopped: null,
  },
  {
    id: "khuta-sms",
    transport: "sms-twilio",
    state: "degraded",
    reason: "المزود يجيب ببطء",
    action: null,
    linking: null,
    approval: "معتمدة",
    stopped: null,
  },
  {
    id: "khuta-whatsapp",
    transport: "whatsapp-web",
    state: "pairing",
    reason: null,
    action: null,
    linking: {
      method: "qr",
      payload: "2@synthetic-linking-payload-for-tests-only,0123456789",
      expiresAt: at(0.01),
    },
    approval: "بانتظار الاعتماد",
    stopped: null,
  },
  {
    id: "khuta-whatsapp-2",
    transport: "whatsapp-web",
    state: "pairing",
    reason: null,
    action: null,
    linking: { method: "code", payload: "WASLDEMO", expiresAt: at(0.04) },
    approval: "معتمدة",
    stopped: null,
  },
];

export const flows: FlowView[] = [
  {
    name: "support-request",
    version: 1,
    label: "طلب دعم",
    steps: [
      step("service", "ask", "نوع الخدمة المطلوبة", 120, 6, "applicant"),
      {
        ...step("applicant", "ask", "لكم شخصياً أم نيابةً عن غيركم", 114, 2, "name"),
        next: [
          { step: "name", when: null },
          { step: "need", when: "on_behalf" },
        ],
      },
      step("name", "ask", "الاسم الرباعي كما في الهوية", 112, 9, "identity"),
      step("identity", "ask", "رقم الهوية أو الإقامة", 103, 21, "need"),
      step("need", "ask", "الاحتياج", 82, 4, "review"),
      step("review", "review", "مراجعة الإجابات", 78, 1, "receipt"),
      { ...step("receipt", "say", "استلام الطلب", 77, 0, ""), next: [] },
    ],
  },
];

function step(
  id: string,
  kind: string,
  label: string,
  visits: number,
  dropped: number,
  next: string,
): FlowView["steps"][number] {
  return { id, kind, label, visits, dropped, next: [{ step: next, when: null }] };
}

export const profile: ProfileView = {
  groups: [
    {
      id: "association",
      label: "الجمعية",
      lines: [
        { label: "الاسم", value: "جمعية خطى الأهلية" },
        { label: "السياسة", value: "معتمدة في 3-9-2024" },
      ],
    },
    {
      id: "hours",
      label: "أوقات العمل",
      lines: [
        { label: "الأحد إلى الخميس", value: "8:00–12:00 و13:00–16:00" },
        { label: "الإجازات", value: "اليوم الوطني، يوم التأسيس، العيدان" },
      ],
    },
  ],
  findings: ["لم يُذكر مسؤول للشكاوى: تُحال إلى الإدارة"],
};

export const audit: AuditRow[] = [
  { at: at(-0.2), who: "سارة القحطاني", verb: "claim", what: "c14", reason: null },
  {
    at: at(-0.5),
    who: "منى الفيفي",
    verb: "reveal",
    what: "KH-4810000-0",
    reason: "مطابقة سجل الأسرة",
  },
  { at: at(-1.2), who: "بدر العمري", verb: "match_document", what: "KH-4810003-3", reason: null },
];

export const failed: FailedView[] = [
  {
    id: "f1",
    at: at(-4),
    channelId: "khuta-sms",
    conversationId: "c5",
    error: "30003: الجوال غير متاح",
    attempts: 3,
    replayable: true,
  },
  {
    id: "f2",
    at: at(-26),
    channelId: "khuta-whatsapp",
    conversationId: null,
    error: "الرقم غير مسجل في واتساب",
    attempts: 1,
    replayable: false,
  },
];

export const report: Report = {
  from: "2026-10-23",
  to: "2026-11-22",
  tables: [
    {
      id: "volumes",
      columns: ["channel", "count"],
      rows: [
        ["web", 214],
        ["sms", 96],
        ["whatsapp", 388],
        ["visit", 31],
        ["phone", 22],
      ],
    },
    {
      id: "response",
      columns: ["what", "p50", "p90"],
      rows: [
        ["first_response", 6, 21],
        ["next_response", 9, 34],
      ],
    },
    {
      id: "drop_off",
      columns: ["question", "stopped", "came"],
      rows: [
        ["رقم الهوية أو الإقامة", 21, 103],
        ["الاسم الرباعي", 9, 112],
        ["نوع الخدمة", 6, 120],
        ["الاحتياج", 4, 82],
      ],
    },
    {
      id: "decisions",
      columns: ["outcome", "count"],
      rows: [
        ["accepted", 41],
        ["partly", 9],
        ["deferred", 5],
        ["declined", 12],
      ],
    },
    {
      id: "survey",
      columns: ["group", "answers", "score"],
      rows: [
        ["سداد الإيجار", 14, 4.4],
        ["فواتير الكهرباء والماء", 8, 4.1],
      ],
      withheld: 2,
    },
    { id: "breaches", columns: ["day", "case", "reason"], rows: [] },
  ],
};

export const intake: IntakeForm = {
  sections: [
    {
      id: "applicant",
      label: "بيانات مقدّم الطلب",
      notes: [],
      questions: [
        question("name", "الاسم الرباعي كما في الهوية", "text"),
        {
          ...question("national_id", "رقم الهوية أو الإقامة", "identity"),
          hint: "10 أرقام",
          secret: true,
        },
        { ...question("dob", "تاريخ الميلاد", "date"), hint: "هجري أو ميلادي، مثل 1410/6/15" },
        question("mobile", "رقم الجوال", "phone"),
      ],
    },
    {
      id: "need",
      label: "الأسرة والاحتياج",
      notes: ["الدخل المذكور أعلى من الحد الاسترشادي لهذه الخدمة."],
      questions: [
        question("income", "إجمالي الدخل الشهري للأسرة بالريال", "number"),
        {
          ...question("housing", "السكن", "choice"),
          options: [
            { id: "rent", label: "إيجار" },
            { id: "own", label: "ملك" },
          ],
        },
        {
          ...question("disability", "هل في الأسرة من لديه إعاقة؟", "choice"),
          required: false,
          options: [
            { id: "yes", label: "نعم" },
            { id: "no", label: "لا" },
          ],
        },
        question("need", "وصف الاحتياج", "text"),
      ],
    },
  ],
  crisis: null,
  privacy: "تجمع الجمعية البيانات لدراسة الطلب وتقديم الخدمة فقط.",
  declaration: "أقر بأن جميع البيانات المقدمة صحيحة، وأنني مسؤول عنها مسؤولية مباشرة.",
};

function question(
  id: string,
  label: string,
  kind: IntakeForm["sections"][number]["questions"][number]["kind"],
) {
  return {
    id,
    label,
    kind,
    hint: null as string | null,
    options: [] as { id: string; label: string }[],
    required: true,
    secret: false,
    fault: null as string | null,
    understood: null as string | null,
  };
}
