/** A whole request of somebody for himself, text by text, from the greeting to the signature. `service`: its number in the list. */
export function requestBySms(service = "1"): string[] {
  return [
    "هلا",
    "1",
    "1",
    "1",
    service,
    "1",
    "نورة عبدالله محمد السالم",
    "١٩٩٩٩٩٩٠٠٤",
    "15/6/1410",
    "1",
    "مكة - الشوقية",
    "0",
    "7",
    "0",
    "1",
    "0",
    "3",
    "نحتاج سداد الإيجار",
    "2",
    "1",
    "اقر",
  ];
}
