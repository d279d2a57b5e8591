/** Words for relatives in loose form, to the ids under which a relation is kept. */
export const RELATIONS: ReadonlyMap<string, string> = new Map(
  Object.entries({
    son: "ابن|ابني|ولد|ولدي|طفل|طفلي|الولد|رضيع|son|boy",
    daughter: "ابنه|ابنتي|بنت|بنتي|طفله|طفلتي|البنت|رضيعه|daughter|girl",
    wife: "زوجه|زوجتي|حرمتي|حرمه|مرتي|المدام|wife",
    husband: "زوج|زوجي|husband",
    mother: "ام|امي|والده|والدتي|الوالده|mother",
    father: "اب|ابي|ابوي|والد|والدي|الوالد|father",
    brother: "اخ|اخي|اخوي|شقيق|شقيقي|brother",
    sister: "اخت|اختي|شقيقه|شقيقتي|sister",
    grandson: "حفيد|حفيدي|grandson|grandchild",
    granddaughter: "حفيده|حفيدتي|granddaughter",
    grandfather: "جد|جدي|grandfather",
    grandmother: "جده|جدتي|grandmother",
    relative: "قريب|قريبي|قريبه|قريبتي|عم|عمي|عمه|عمتي|خال|خالي|خاله|خالتي|relative",
    ward: "يتيم|يتيمه|مكفول|مكفوله|محتضن|محتضنه",
  }).flatMap(([id, words]) => words.split("|").map((word): [string, string] => [word, id])),
);
