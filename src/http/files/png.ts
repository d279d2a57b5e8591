import { isBearable } from "./picture-size.ts";

/** A PNG with the chunks that make the picture and no others; what follows its end is gone. Undefined: not a whole PNG. */
export function cleanPng(bytes: Buffer): Buffer | undefined {
  const kept: Buffer[] = [bytes.subarray(0, SIGNATURE)];
  let at = SIGNATURE;
  while (at + FRAME <= bytes.length) {
    const length = bytes.readUInt32BE(at);
    const type = bytes.toString("latin1", at + 4, at + 8);
    const end = at + FRAME + length;
    if (end > bytes.length) return undefined;
    if (
      at === SIGNATURE &&
      !(type === "IHDR" && isBearable(bytes.readUInt32BE(at + 8), bytes.readUInt32BE(at + 12)))
    )
      return undefined;
    if (PICTURE.has(type)) kept.push(bytes.subarray(at, end));
    if (type === "IEND") return Buffer.concat(kept);
    at = end;
  }
  return undefined;
}

const SIGNATURE = 8;
const FRAME = 12; // length, type, checksum
const PICTURE = new Set("IHDR PLTE IDAT IEND tRNS gAMA cHRM sRGB sBIT pHYs bKGD".split(" "));
