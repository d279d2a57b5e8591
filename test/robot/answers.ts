import type { Answers } from "./robot.ts";

/** What a family in Makkah answers, by the key of the question. */
export const family: Answers = {
  "greet.first": "١",
  "menu.main": "١",
  "privacy.notice": "١",
  "intake.service": "١",
  "intake.applicant": "١",
  "intake.name": "نورة عبدالله محمد السالم",
  "intake.nid": "١٩٩٩٩٩٩٠٠٤",
  "intake.dob": "١٥/٦/١٤١٠",
  "intake.dob.confirm": "١",
  "intake.mobile.number": "٠٥٥١٢٣٤٥٦٧",
  "intake.city": "مكة المكرمة - الشوقية",
  "intake.dependants": "٢",
  "intake.dependant.one": ["سارة، ابنة، ١٤٣٦", "محمد، ابن، ١٤٤٠"],
  "intake.bands": "١ ١ ٠",
  "intake.income.sources": "٣ ٤",
  // A question in the middle: it is answered, and the same question comes again.
  "intake.income.amount": ["كم المدة؟", "٤٥٠٠", "٣٥٠٠"],
  "consent.credit": "١",
  "intake.obligations": ["١٥٠٠", "١٥٠٠"],
  "intake.housing": "٢",
  "intake.rent": "١٨٠٠٠",
  "intake.rent_end": "٣٠/١٢/١٤٤٨",
  "consent.sensitive": "١",
  "intake.need": "نحتاج إلى سداد إيجار ثلاثة أشهر",
  "intake.urgent": "٢",
  "intake.otherbody": "١",
  "docs.list": "تخطي",
  declare: "أقر",
};

export const student: Answers = {
  ...family,
  "intake.name": "خالد سعد علي الغامدي",
  "intake.dob": "١/١/١٤٣٠",
  "education.track": "١",
  "education.level": ["هل بياناتي سرية؟", "٥"],
  "education.support": ["٢", "١"],
  "education.device": "١",
  "education.schedule": "١ ٣",
  "intake.need": "احتاج رسوم الدورة الرقمية",
};

export const caller: Answers = {
  ...family,
  "psych.danger": "٢",
  "psych.nickname": "سحابة",
  "psych.for_whom": "١",
  "psych.age": ["هل الخدمة مجانية؟", "٣", "٤"],
  "psych.mode": "١",
  "psych.gender_pref": "٣",
  "psych.reason": "تخطي",
  "psych.safe_times": "بعد العصر",
  "intake.city": "جيزان",
};
