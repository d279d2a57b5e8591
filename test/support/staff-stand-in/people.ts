import type { Card, ThreadItem } from "../../../src/http/staff/api.ts";

/* A Sunday morning at an office with three staff: forty conversations, all invented. */

/** Sunday, 22 November 2026, half past nine in Riyadh. */
export const MORNING = new Date("2026-11-22T06:30:00Z").getTime();
const MINUTE = 60_000;

export const names = [
  "نورة عبدالله محمد السالم",
  "فهد سعد ناصر الحربي",
  "مها خالد عمر الزهراني",
  "سلطان علي حسن القرني",
  "ريم يوسف أحمد الغامدي",
  "عبدالرحمن صالح إبراهيم الشهري",
  "هند ماجد فيصل العتيبي",
  "تركي محمد عبدالعزيز الدوسري",
  "أمل حمد راشد المطيري",
  "ياسر عادل سليمان البلوي",
  "لطيفة سعود بندر العنزي",
  "ماجد فواز نايف الشمري",
  "Sara Ali Hassan",
];

/** What was said last, as people write it. */
const lasts = [
  "متى يصدر القرار؟ قدمت الطلب KH-4800173-0 من شهر",
  "أرسلت عقد الإيجار الآن، هل وصل؟",
  "ابي اكلم موظف",
  "جزاكم الله خير",
  "ما فهمت السؤال عن مصادر الدخل",
  "أحتاج مساعدة في فاتورة الكهرباء قبل نهاية الأسبوع",
  "هل أقدر أقدم عن والدتي؟ عندي وكالة",
  "Hello, is there an English form?",
  "رقم الجوال تغيّر إلى 0551234567",
  "كم المدة المتوقعة؟",
  "التقرير الطبي PDF حجمه كبير ولا يُرفع",
  "شكراً، تم",
];

const kinds = ["web", "sms", "whatsapp"] as const;

export function forty(officers: readonly { id: string; name: string }[]): Card[] {
  return Array.from({ length: 40 }, (_, index) => card(index, officers));
}

function card(index: number, officers: readonly { id: string; name: string }[]): Card {
  const ago = 2 + index * 7;
  const lastAt = new Date(MORNING - ago * MINUTE).toISOString();
  const kind = kinds[index % kinds.length] ?? "web";
  const officer = officers[index % officers.length];
  const base = {
    id: `c${index + 1}`,
    version: 3,
    name: index % 9 === 8 ? null : (names[index % names.length] ?? null),
    channel: { id: `khuta-${kind}`, kind },
    preview: lasts[index % lasts.length] ?? "",
    lastAt,
    snoozedUntil: null,
    caseNumber: index % 3 === 0 ? `KH-48${String(10_000 + index)}-${index % 10}` : null,
  } as const;
  if (index === 0)
    return {
      ...base,
      preview: "تعبت من كل شي وما عاد أقدر أكمل",
      unread: 2,
      holder: "queue",
      assignee: null,
      reason: "crisis.t2.life",
      priority: "crisis",
      sla: { dueAt: new Date(MORNING + 2 * MINUTE).toISOString(), state: "soon" },
    };
  if (index < 13)
    return {
      ...base,
      unread: (index % 3) + 1,
      holder: "queue",
      assignee: null,
      reason: index % 4 === 1 ? "attempts" : "asked",
      priority: index % 6 === 5 ? "urgent" : "normal",
      sla: {
        dueAt: new Date(MORNING + (20 - index * 4) * MINUTE).toISOString(),
        state: index > 5 ? "late" : index > 3 ? "soon" : "ok",
      },
    };
  if (index < 24)
    return {
      ...base,
      unread: index % 4 === 0 ? 1 : 0,
      holder: "staff",
      assignee: officer ?? null,
      reason: "asked",
      priority: "normal",
      snoozedUntil: index === 23 ? new Date(MORNING + 26 * 60 * MINUTE).toISOString() : null,
      sla:
        index % 4 === 0
          ? { dueAt: new Date(MORNING + 12 * MINUTE).toISOString(), state: "soon" }
          : { dueAt: null, state: "paused" },
    };
  return {
    ...base,
    unread: 0,
    holder: "bot",
    assignee: null,
    reason: null,
    priority: "normal",
    sla: null,
  };
}

/** A talk of every kind of line: the person, the bot, staff, a note, the system, a picture and a voice note. */
export function talk(card: Card): ThreadItem[] {
  const last = new Date(card.lastAt).getTime();
  let count = 0;
  const item = (
    minutesBefore: number,
    author: ThreadItem["author"],
    body: ThreadItem["body"],
    more: Partial<ThreadItem> = {},
  ): ThreadItem => {
    count += 1;
    const at = new Date(last - minutesBefore * MINUTE).toISOString();
    return {
      id: `${card.id}-m${count}`,
      order: `${at}-${String(count).padStart(4, "0")}`,
      at,
      author,
      body,
      status: author === "contact" ? "received" : "read",
      ...more,
    };
  };
  const text = (words: string) => ({ kind: "text", text: words });
  return [
    item(1500, "contact", text("السلام عليكم")),
    item(1500, "bot", {
      kind: "choices",
      text: "وعليكم السلام ورحمة الله، حياكم الله في جمعية خطى الأهلية. كيف نخدمكم؟",
      options: [
        { id: "request", label: "تقديم طلب دعم" },
        { id: "status", label: "الاستعلام عن طلب" },
        { id: "staff", label: "التحدث مع موظف" },
      ],
    }),
    item(1499, "contact", text("تقديم طلب دعم")),
    item(1498, "bot", text("يُرجى كتابة الاسم الرباعي كما في الهوية.")),
    item(1490, "contact", text(card.name ?? "عبدالله")),
    item(1489, "bot", {
      kind: "form",
      text: "رابط آمن لإدخال رقم الهوية: https://wasl.example/f/…",
    }),
    item(1480, "system", text("وصلت بيانات النموذج الآمن وحُفظت مشفرة.")),
    item(45, "contact", {
      kind: "media",
      file: { url: "/api/files/rent-contract", mime: "image/png", fileName: "عقد الإيجار.png" },
    }),
    item(44, "bot", text("وصل المستند: عقد الإيجار الإلكتروني. بقي مستند واحد."), {
      status: "delivered",
    }),
    item(20, "contact", {
      kind: "media",
      file: { url: "/api/files/voice-note", mime: "audio/ogg", fileName: "voice.ogg", voice: true },
    }),
    item(12, "contact", text("ابي اكلم موظف")),
    item(
      12,
      "bot",
      text("جارٍ تحويلكم إلى موظف علاقات المستفيدين. ترتيبكم: 2، والوقت التقريبي 10 دقائق."),
      {
        status: "delivered",
      },
    ),
    ...(card.holder === "staff"
      ? [
          item(9, "system", text(`استلم المحادثة ${card.assignee?.name ?? ""}`)),
          item(
            8,
            "staff",
            text("معكم علاقات المستفيدين في جمعية خطى. وصل عقد الإيجار، وسأطابقه الآن."),
            {
              by: card.assignee?.name ?? "",
              status: "delivered",
            },
          ),
          item(7, "note", text("العقد منتهي في الشهر القادم، يحتاج متابعة قبل اللجنة."), {
            by: card.assignee?.name ?? "",
            status: "kept",
          }),
        ]
      : []),
    item(0, "contact", text(card.preview)),
  ];
}
