/**
 * Arabic written with Latin letters and digits ("mowathaf", "na3am"): a small whitelist of words that mean nothing in
 * English, as the Arabic word. Everything else stays as typed; nobody's name is turned into something else.
 */
export function fromArabizi(word: string): string {
  return WORDS.get(word) ?? word;
}

const WORDS = new Map(
  `نعم na3am n3m naam na3m|ايوه aywa aiwa aywah eywa aywa|لا la2 laa la2a|سلام salam slam salaam|السلام assalam alsalam|عليكم alaikum 3alaikum 3likm alykum alaykum
شكرا shukran shokran shkran 4kran chokran|مشكور mashkoor mshkor|هلا hala hla|مرحبا mar7aba marhaba|كيف kaif keef kif|شلون shlon shloon|الموظف almowathaf elmowathaf almwthf|وين wen wain wayn ween|وش wesh wsh weesh|ايش aish eish esh
موظف mowathaf mowazaf mwthf mowadaf muwadhaf mo6af mowathf mwzf muwathaf|موظفه mowathafa mowazafa|احد a7ad ahad|شخص shakhs sha5s|انسان insan ensan
ابي abi aby abe abii|ابغي abgha abghy abga abghi abgi|ودي wedi widi wdy weddi|مابي mabi mabgha mabghy|نبي nabi neby
اكلم akalem akallem akalim aklm akallim akelm|احتاج a7taj ahtaj e7taj|حولني 7awelni hawelni 7wlny 7awalni|كلموني kalmoni kallmoni klmony|اتصلوا etslo etaslo itasilo
عندي 3ndi 3indi 3andi 3ndy|طلب 6alab talab 6lb|طلبي 6alabi talabi 6lby|مساعده musa3ada mosa3ada msa3da|شكوي shakwa shkwa shakwah|دخل da5l
اشتكي ashtki ashtaki eshtki|اوقفوا waqfo wagfo|رسايل rasayel rsayl rasael
انتحر ant7er anta7er antaher ent7r anti7r an7r ant7ar enta7er anta7r|بنتحر bantaher bantahir banta7er banti7er bnt7r bant7er bante7er|انتحار enti7ar anti7ar inti7ar|اموت amoot amot amoout amout|بموت bamoot bamot|نفسي nafsi nfsi nafsy nfsy|حياتي 7ayati hayati 7yati 7ayaty hayaty
اقتل agtl aqtl aqtol aqtul agtol a8tl|بقتل bagtl baqtl|اعيش a3eesh a3ish aeesh a3esh|اذبح athba7 adhba7 azba7|الدنيا aldonya donya eldonya aldunya|الحياه al7ayat al7yat|ارتاح arta7 artah|حبوب 7boob 7obob
يضربني ythrbny yadrebni yadribni yithribni ydrbny yethrebni yedrebni|زوجي zawji zoji zooji zawjy|ابوي aboy abooy obooy|تعبت ta3bt t3bt t3abt|كرهت kraht karaht kareht|يارب yarab yarabb`
    .split(/[|\n]/)
    .map((entry) => entry.split(" "))
    .flatMap(([arabic, ...typed]) => typed.map((word) => [word, arabic ?? ""] as const)),
);
