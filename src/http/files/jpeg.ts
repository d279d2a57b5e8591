import { isBearable } from "./picture-size.ts";

/**
 * A JPEG without what is not the picture: EXIF (place, camera, time), comments, previews, and anything behind its end.
 * The way up is kept, because telephones write it into EXIF instead of turning the picture. Undefined: not a whole JPEG.
 */
export function cleanJpeg(bytes: Buffer): Buffer | undefined {
  const kept: Buffer[] = [];
  let orientation = 1;
  let at = 2;
  let hasSize = false;
  while (at + 4 <= bytes.length) {
    if (bytes[at] !== MARK) return undefined;
    const marker = bytes[at + 1]!;
    if (marker === MARK) {
      at += 1; // fill bytes
      continue;
    }
    if (marker === END) return hasSize ? assemble(kept, orientation) : undefined;
    const end = at + 2 + bytes.readUInt16BE(at + 2);
    if (end > bytes.length || end < at + 4) return undefined;
    const segment = bytes.subarray(at, end);
    if (isFrame(marker)) {
      hasSize = segment.length > 8 && isBearable(segment.readUInt16BE(7), segment.readUInt16BE(5));
      if (!hasSize) return undefined;
    }
    orientation = orientationIn(marker, segment) ?? orientation;
    if (isPicture(marker, segment)) kept.push(segment);
    at = end;
    if (marker === SCAN) {
      const scanEnd = endOfScan(bytes, at);
      kept.push(bytes.subarray(at, scanEnd));
      at = scanEnd;
    }
  }
  // Some cameras leave the end mark out.
  return at >= bytes.length - 3 && hasSize ? assemble(kept, orientation) : undefined;
}

const MARK = 0xff;
const END = 0xd9;
const SCAN = 0xda;

function assemble(kept: readonly Buffer[], orientation: number): Buffer {
  const turned = orientation === 1 ? [] : [orientationSegment(orientation)];
  return Buffer.concat([Buffer.from([MARK, 0xd8]), ...turned, ...kept, Buffer.from([MARK, END])]);
}

/** SOF0 ... SOF15, but not the tables that lie between them. */
function isFrame(marker: number): boolean {
  return marker >= 0xc0 && marker <= 0xcf && ![0xc4, 0xc8, 0xcc].includes(marker);
}

/** Tables and frames, and of the application segments: JFIF, Adobe's colour transform, the colour profile. */
function isPicture(marker: number, segment: Buffer): boolean {
  if (marker === 0xfe) return false;
  if (marker < 0xe0 || marker > 0xef) return true;
  const name = segment.toString("latin1", 4, 16);
  return (
    (marker === 0xe0 && name.startsWith("JFIF\0")) ||
    (marker === 0xee && name.startsWith("Adobe")) ||
    (marker === 0xe2 && name.startsWith("ICC_PROFILE\0"))
  );
}

/** Entropy-coded data runs to the next marker that is neither a stuffed FF nor a restart. */
function endOfScan(bytes: Buffer, from: number): number {
  let at = bytes.indexOf(MARK, from);
  while (at >= 0 && at + 1 < bytes.length) {
    const next = bytes[at + 1]!;
    if (next !== 0 && !(next >= 0xd0 && next <= 0xd7) && next !== MARK) return at;
    at = bytes.indexOf(MARK, at + (next === MARK ? 1 : 2));
  }
  return bytes.length;
}

const ORIENTATION = 0x0112;
const SHORT = 3;

/** 1 ... 8 of an EXIF segment. */
function orientationIn(marker: number, segment: Buffer): number | undefined {
  if (marker !== 0xe1 || segment.toString("latin1", 4, 10) !== "Exif\0\0") return undefined;
  const tiff = segment.subarray(10);
  if (tiff.length < 14) return undefined;
  const isLittle = tiff.toString("latin1", 0, 2) === "II";
  const u16 = (at: number) => (isLittle ? tiff.readUInt16LE(at) : tiff.readUInt16BE(at));
  const first = isLittle ? tiff.readUInt32LE(4) : tiff.readUInt32BE(4);
  if (first + 2 > tiff.length) return undefined;
  for (let entry = 0; entry < u16(first); entry++) {
    const at = first + 2 + entry * 12;
    if (at + 12 > tiff.length) return undefined;
    const value = u16(at + 8);
    if (u16(at) === ORIENTATION) return value >= 1 && value <= 8 ? value : undefined;
  }
  return undefined;
}

/** An EXIF segment that holds the orientation and nothing else. */
function orientationSegment(orientation: number): Buffer {
  const tiff = Buffer.alloc(26);
  tiff.write("MM\0*", 0, "latin1");
  tiff.writeUInt32BE(8, 4);
  tiff.writeUInt16BE(1, 8);
  tiff.writeUInt16BE(ORIENTATION, 10);
  tiff.writeUInt16BE(SHORT, 12);
  tiff.writeUInt32BE(1, 14);
  tiff.writeUInt16BE(orientation, 18);
  const head = Buffer.from([MARK, 0xe1, 0, 0]);
  head.writeUInt16BE(2 + 6 + tiff.length, 2);
  return Buffer.concat([head, Buffer.from("Exif\0\0", "latin1"), tiff]);
}
