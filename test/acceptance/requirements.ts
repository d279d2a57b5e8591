/*
 * What the published policies of the five associations demand of the software, one line a requirement: P preamble, G
 * general goal, O detailed objective, C channel, T tool of staff, S step of handling, B approval and letters. Quoted as
 * printed, shortened, without the slips of the printed texts.
 */

export const associations = ["khuta", "alseraj", "ratel", "sila", "amal"] as const;
export type Id = (typeof associations)[number];

export interface Requirement {
  id: string;
  says: string;
  /** Whose policy states it; absent: all five. */
  in?: readonly Id[];
  /** Not shown by a scenario yet, and why. */
  open?: string;
}

const BUT_KHUTA: readonly Id[] = ["alseraj", "ratel", "sila", "amal"];

export const requirements: readonly Requirement[] = [
  { id: "P1", says: "السياسات بجميع الأطراف من مستفيدين وداعمين ومتطوعين" },
  { id: "P2", says: "تبعات التقصير في الأداء، وحدود المسؤولية" },
  { id: "P3", says: "طريقة تسوية الخلافات" },
  { id: "P4", says: "تضع لها أولوية من خلال وضع آلية" },
  { id: "P5", says: "مع مراجعتها باستمرار والتعديل عليها وتعميمها" },
  { id: "G1", says: "من كافة الشرائح" },
  { id: "G2", says: "بإتقان وسرعة وجودة عالية لإنجاز معاملاتهم" },
  { id: "G3", says: "ومتابعة متطلباتهم ومقترحاتهم" },
  { id: "G4", says: "مواصلة التطوير والتحسين بالتعاون مع كافة الجهات" },
  { id: "G5", says: "والوصول إليهم بأسهل الطرق دون الحاجة إلى طلب المستفيد" },
  { id: "O1", says: "تسهيل الإجراءات دون عناء ومشقة" },
  { id: "O2", says: "بأحدث الأساليب الالكترونية" },
  { id: "O3", says: "المعلومات والإجابات بشكل ملائم من خلال عدة قنوات" },
  { id: "O4", says: "تقديم خدمة للمستفيد من موقعه حفاظاً لوقته" },
  { id: "O5", says: "قياس رضا المستفيد وأداء مقدم الخدمة" },
  { id: "O6", says: "تصحيح المفاهيم السائدة وتكوين انطباعات وقناعات إيجابية" },
  { id: "O7", says: "تقييم جودة الخدمة حق، أداة للتقويم والتطوير لا للعقاب والتشهير" },
  { id: "O8", says: "نشر ثقافة جودة الخدمة بين جميع الأقسام" },
  { id: "O9", says: "محاولة القضاء على معوقات وتلمس آراء المستفيدين" },
  { id: "C1", says: "المقابلة" },
  { id: "C2", says: "الاتصالات الهاتفية" },
  { id: "C3", says: "الواتساب والرسائل النصية", in: ["khuta"] },
  { id: "C4", says: "وسائل التواصل الاجتماعي" },
  { id: "C5", says: "الخطابات" },
  { id: "C6", says: "خدمات طلب المساعدة" },
  { id: "C7", says: "خدمة التطوع" },
  { id: "C8", says: "الموقع الإلكتروني" },
  { id: "C9", says: "مناديب المكاتب الفرعية، ومديرو المراكز" },
  { id: "T1", says: "اللائحة الأساسية للجمعية" },
  { id: "T2", says: "دليل خدمات البحث الاجتماعي، أو إجراءات تقديم الخدمات" },
  { id: "T3", says: "دليل سياسة الدعم للمستفيدين", in: BUT_KHUTA },
  { id: "T4", says: "طلب دعم مستفيد" },
  { id: "S1", says: "استقبال المستفيد بلباقة والإجابة على جميع الاستفسارات وإعطاء الوقت الكافي" },
  { id: "S2", says: "كافة المعلومات، وعلى الموظف مطابقة البيانات والتأكد من صلاحيتها وقت التقديم" },
  { id: "S3", says: "في حالة عدم وضوح الإجراءات إحالته للمسؤول المختص" },
  { id: "S4", says: "التأكد على صحة البيانات والتوقيع عليها والمسؤولية المباشرة عنها" },
  { id: "S5", says: "التوضيح بأن الطلب يرفع للجنة والرد عليه بعد مدة لا تقل عن أسبوعين" },
  { id: "S6", says: "استكمال إجراءات التسجيل مع اكتمال الطلبات" },
  { id: "S7", says: "تقديم الخدمة اللازمة" },
  { id: "B1", says: "اعتماد مجلس الإدارة", in: ["khuta", "alseraj", "ratel", "amal"] },
  { id: "B2", says: "الرقم، التاريخ، المرفقات", in: ["amal"] },
];

export function statedIn({ in: stated = associations }: Requirement): readonly Id[] {
  return stated;
}
