import { normaliseStrict } from "./normalise.ts";
import { readShortAddress } from "./national-address.ts";
import { isSentence } from "./name.ts";
import { read, unclear, type Reading } from "./reading.ts";

/** City and quarter in free words (2 to 80 characters with a letter), or a short national address ("RRRD2929"). */
export function readCity(text: string): Reading<string> {
  const address = readShortAddress(text);
  if (address.ok) return address;
  const place = normaliseStrict(text)
    .replace(INTRODUCTION, "")
    .replace(/[\s.،,]+$/u, "");
  if (place.length > LONGEST) return unclear("too_long");
  if (place.length < SHORTEST || !/\p{L}{2}/u.test(place)) return unclear("unclear");
  return { ...read(place), ...(isSentence(place) ? { loose: true as const } : {}) };
}

const SHORTEST = 2;
const LONGEST = 80;
const INTRODUCTION =
  /^(?:(?:أنا|انا|احنا|نحن|ساكن|ساكنين|ساكنة|نسكن|أسكن|اسكن|مقيم|من سكان|مدينة|مدينتي|المدينة)[\s:،-]+)+(?:(?:في|هي|من)\s+)?/u;
