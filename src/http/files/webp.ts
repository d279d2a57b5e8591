import { isBearable } from "./picture-size.ts";

/** A WebP without EXIF, XMP, unknown chunks and whatever hangs behind it. Undefined: not a whole WebP. */
export function cleanWebp(bytes: Buffer): Buffer | undefined {
  const end = Math.min(bytes.length, 8 + bytes.readUInt32LE(4));
  const kept: Buffer[] = [];
  let at = HEAD;
  while (at + CHUNK <= end) {
    const type = bytes.toString("latin1", at, at + 4);
    const length = bytes.readUInt32LE(at + 4);
    const next = at + CHUNK + length + (length % 2);
    if (at + CHUNK + length > bytes.length) return undefined;
    if (PICTURE.has(type)) {
      const chunk = Buffer.from(bytes.subarray(at, Math.min(next, bytes.length)));
      if (!isSizeBearable(type, chunk)) return undefined;
      if (type === "VP8X") chunk[CHUNK] = (chunk[CHUNK] ?? 0) & ~(HAS_EXIF | HAS_XMP);
      kept.push(chunk);
    }
    at = next;
  }
  if (kept.length === 0) return undefined;
  const picture = Buffer.concat(kept);
  const head = Buffer.from("RIFF\0\0\0\0WEBP", "latin1");
  head.writeUInt32LE(4 + picture.length, 4);
  return Buffer.concat([head, picture]);
}

const HEAD = 12;
const CHUNK = 8;
const PICTURE = new Set(["VP8 ", "VP8L", "VP8X", "ALPH", "ANIM", "ANMF", "ICCP"]);
const HAS_EXIF = 0x08;
const HAS_XMP = 0x04;

function isSizeBearable(type: string, chunk: Buffer): boolean {
  const data = chunk.subarray(CHUNK);
  if (type === "VP8X")
    return data.length >= 10 && isBearable(data.readUIntLE(4, 3) + 1, data.readUIntLE(7, 3) + 1);
  if (type === "VP8 ")
    return (
      data.length >= 10 && isBearable(data.readUInt16LE(6) & 0x3fff, data.readUInt16LE(8) & 0x3fff)
    );
  if (type === "VP8L") {
    if (data.length < 5) return false;
    const bits = data.readUInt32LE(1);
    return isBearable((bits & 0x3fff) + 1, ((bits >>> 14) & 0x3fff) + 1);
  }
  return true;
}
