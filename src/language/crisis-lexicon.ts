import type { Lexicon } from "./phrases.ts";

export type CrisisRule = "T1.suicide" | "T1.means" | "T2.passive" | "V.violence";

/** Owned by clinicians, not by engineers: change it only with their review. */
export const crisisLexiconReview = {
  owner: "clinicians of the association",
  status: "engineering draft",
  reviewBy: "2027-03-01",
} as const;

export const crisisLexicon: Lexicon<CrisisRule> = {
  words: { want: "ابي ابغي ابغا ودي اتمني ناوي", self: "نفسي حياتي عمري روحي نفسه نفسها" },
  ignore: ["مت من الضحك", "الايجار ذبحني"],
  rules: [
    {
      id: "T1.suicide",
      says: [
        "انتحر|بنتحر|ينتحر|بينتحر|تنتحر|الانتحار|بالانتحار|انتحار",
        "@want اموت",
        "اقتل|بقتل|بنهي|انهي|اذي|جرحت|تقتل|يقتل @self",
        "رساله وداع",
      ],
    },
    { id: "T1.means", says: ["بلعت|اخذت ..1 حبوب"] },
    { id: "V.violence", says: ["يضربني|ضربني|يهددني|يعنفني", "اخاف ارجع البيت"] },
    {
      id: "T2.passive",
      says: [
        "ما ابي|ابغي اعيش",
        "ليتني ما انخلقت",
        "يارب خذني",
        "كرهت حياتي",
        "محد يحتاجني",
        "ما عاد لي نفس",
        "ماني منتحر",
      ],
    },
  ],
};
