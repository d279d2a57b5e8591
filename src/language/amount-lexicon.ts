const words = (list: string): ReadonlySet<string> => new Set(list.split(/[|\n]/).filter(Boolean));

/** The person says that the amount is not exact. */
export const ABOUT = words(
  "تقريبا|تقريب|تقريبي|تقريبيه|بالتقريب|حدود|بحدود|حوالي|حوالين|حول|قرابه|يقارب|قريب|نحو|زي|مثل|تقارب|يمكن|ممكن|احتمال|اظن|اعتقد|اتوقع|اضن|اغلب|غالبا|عاده|متوسط|معدل|بمعدل|شوي|وشوي|واشوي|وكسور|كسور|ونيف|about|around|approximately|approx|roughly|almost|maybe|nearly|probably|think",
);
export const AT_MOST = [
  "ما يتجاوز",
  "مايتجاوز",
  "ما تتجاوز",
  "لا يتجاوز",
  "لا تتجاوز",
  "ما يتعدى",
  "ما يتعدي",
  "لا يتعدي",
  "ما يزيد عن",
  "لا يزيد عن",
  "ما يزود عن",
  "بالكثير",
  "بالكتير",
  "كحد اقصي",
  "حد اقصي",
  "يدوب",
  "بالكاد",
  "ما يقارب",
];
/** With a number these are a bound, not an amount. */
export const BOUNDS = words(
  "فوق|تحت|اكثر|اكتر|اقل|ازيد|ادني|يتراوح|تتراوح|over|under|above|below|more|less",
);
export const RANGE = words(
  "الي|إلي|ل|لي|حتي|لحد|لغايه|لين|او|ولا|والا|يا|to|or|till|until|و|بين|ريال|الف",
);
export const TOTAL = words(
  "مجموع|مجموعها|مجموعهم|اجمالي|اجماليها|كلي|يساوي|حاصل|total|sum|equals|يصير|يصيرون|جمله",
);
export const MINUS = words("سالب|ناقص|بالسالب|minus|negative");
export const FOREIGN = words(
  "دولار|دولارات|دولارا|يورو|جنيه|جنيهات|درهم|دراهم|دينار|دنانير|ليره|ليرات|روبيه|روبيات|usd|dollar|dollars|euro|euros|pound|pounds|egp|aed|kwd",
);
/** Pay of a day or a week is not the amount that was asked. */
export const DAILY = words(
  "يوميا|يوميه|باليوم|اليوميه|اسبوعيا|بالاسبوع|اسبوعي|بالساعه|daily|weekly|hourly",
);
/** After "كل". */
export const EVERY = words("يوم|اسبوع|اسبوعين|ساعه");
export const HALALA = words("هلله|هللات|هلالات|halala|halalas");
/** A number before these counts something else. */
export const NOT_MONEY = words(
  "سنه|سنوات|سنين|سنيين|عام|اعوام|شهر|شهور|اشهر|يوم|ايام|اسبوع|اسابيع|ساعه|ساعات|عيال|اولاد|اطفال|طفل|بنات|بنت|ولد|افراد|فرد|اشخاص|شخص|نفر|انفار|انفس|غرف|غرفه|مرات|مره|دفعات|دفعه|اقساط|years|year|months|month|days|kids|children|people|persons|times",
);

/** What a person may lack: after "ما عندي" these make 0. */
export const NO_MONEY: ReadonlySet<string> = words(
  `دخل|دخلي|دخول|مدخول|مصدر|مصادر|راتب|رواتب|معاش|فلوس|مال|مبلغ|مبالغ|ريال|ريالات|قرش|هلله|فلس|شي|شيء|شئ|وظيفه|عمل|شغل|التزام|التزامات|دين|ديون|قرض|قروض|قسط|اقساط|ايجار|مصاريف|مصروف|مصروفات|نفقه|نفقات|فواتير|فاتوره|علاج|سداد|تكاليف|مطالبات|income|salary|money|debt|debts|loans|loan|rent|obligations|expenses|riyal|riyals|شهري|ثاني|اخر|ولا|والتزامات`,
);

/** Words that may stand round an amount and change nothing. */
export const MONEY_WORDS: ReadonlySet<string> = new Set([
  ...words(
    `ريال|ريالات|ريالا|رس|ر|س|سعودي|سعوديه|sar|sr|riyal|riyals|rial|rials|ري|رريال|
انا|احنا|حنا|هو|هي|هذا|كان|يكون|يطلع|يجي|يجيني|يجينا|يدخل|علي|علينا|ياخذ|اخذ|استلم|نستلم|ادفع|ندفع|اتقاضي|يصل|يوصل|توصل|عندي|عندنا|لدي|لدينا|معي|معنا|
دخل|دخلي|دخلنا|راتب|راتبي|راتبه|رواتب|رواتبنا|معاش|معاشي|تقاعد|تقاعدي|ضمان|حساب|مواطن|ايجار|ايجارنا|ايجاري|اجار|التزامات|التزاماتي|التزاماتنا|مصاريف|مصاريفنا|اقساط|قسط|ديون|قروض|فواتير|مبلغ|قيمه|قيمته|سعر|مجموع|اجمالي|كلي|كل|كله|كلها|صافي|اساسي|
شهر|شهري|شهريا|شهريه|سنه|سنوي|سنويا|سنويه|كل|في|ب|من|عن|الي|علي|مع|ما|لا|بس|فقط|يعني|والله|تقريبا|لاسره|اسره|اسرتي|عايله|عائله|عائلتي|عايلتي|بيت|زوجي|زوجتي|ابوي|والدي|زوج|اسرتنا|عايلتنا|لاسرتي|
يتجاوز|تتجاوز|يتعدي|يزيد|يزود|كثير|كتير|حد|اقصي|حاليا|حين|الان|الحين|شي|نفس|تمام|ان|شاء|الله|الحمد|لله|مبلغه|income|salary|monthly|month|per|a|is|my|our|the|it|we|get|rent|yearly|year|in|total|only|i|earn|make|have|of`,
  ),
  ...ABOUT,
]);
