import { deflateSync } from "node:zlib";

/** Small files made here, so that no picture of anybody lies in the project. */

export function png(
  options: { width?: number; height?: number; extra?: [string, Buffer][] } = {},
): Buffer {
  const { width = 2, height = 2, extra = [] } = options;
  const head = Buffer.alloc(13);
  head.writeUInt32BE(width, 0);
  head.writeUInt32BE(height, 4);
  head.set([8, 0, 0, 0, 0], 8);
  const rows = deflateSync(Buffer.alloc(2 * 3));
  return Buffer.concat([
    Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]),
    pngChunk("IHDR", head),
    ...extra.map(([type, data]) => pngChunk(type, data)),
    pngChunk("IDAT", rows),
    pngChunk("IEND", Buffer.alloc(0)),
  ]);
}

function pngChunk(type: string, data: Buffer): Buffer {
  const body = Buffer.concat([Buffer.from(type, "latin1"), data]);
  const frame = Buffer.alloc(4);
  frame.writeUInt32BE(data.length);
  const sum = Buffer.alloc(4);
  sum.writeUInt32BE(crc32(body));
  return Buffer.concat([frame, body, sum]);
}

function crc32(bytes: Buffer): number {
  let sum = ~0;
  for (const byte of bytes) {
    sum ^= byte;
    for (let bit = 0; bit < 8; bit++) sum = (sum >>> 1) ^ (sum & 1 ? 0xedb88320 : 0);
  }
  return ~sum >>> 0;
}

/** A JPEG in its shape (no decoder is asked): EXIF with a place and a way up, a comment, a frame, one scan. */
export function jpeg(
  options: { orientation?: number; width?: number; height?: number; behind?: string } = {},
): Buffer {
  const { orientation = 6, width = 40, height = 30, behind = "" } = options;
  const size = Buffer.alloc(15);
  size[0] = 8;
  size.writeUInt16BE(height, 1);
  size.writeUInt16BE(width, 3);
  size[5] = 3;
  return Buffer.concat([
    Buffer.from([0xff, 0xd8]),
    jpegSegment(0xe0, Buffer.from("JFIF\0\x01\x01\0\0\x01\0\x01\0\0", "latin1")),
    jpegSegment(0xe1, exif(orientation)),
    jpegSegment(0xfe, Buffer.from("taken at home <script>alert(1)</script>")),
    jpegSegment(0xc0, size),
    jpegSegment(0xda, Buffer.from([1, 1, 0, 0, 63, 0])),
    Buffer.from([0x12, 0xff, 0x00, 0x34, 0xff, 0xd0, 0x56]),
    Buffer.from([0xff, 0xd9]),
    Buffer.from(behind),
  ]);
}

function jpegSegment(marker: number, data: Buffer): Buffer {
  const head = Buffer.from([0xff, marker, 0, 0]);
  head.writeUInt16BE(data.length + 2, 2);
  return Buffer.concat([head, data]);
}

function exif(orientation: number): Buffer {
  const tiff = Buffer.alloc(60);
  tiff.write("II*\0", 0, "latin1");
  tiff.writeUInt32LE(8, 4);
  tiff.writeUInt16LE(2, 8);
  tiff.writeUInt16LE(0x0112, 10);
  tiff.writeUInt16LE(3, 12);
  tiff.writeUInt32LE(1, 14);
  tiff.writeUInt16LE(orientation, 18);
  tiff.writeUInt16LE(0x8825, 22); // GPS
  tiff.write("GPS 21.4225N", 40, "latin1");
  return Buffer.concat([Buffer.from("Exif\0\0", "latin1"), tiff]);
}

export function webp(): Buffer {
  const picture = Buffer.from([0x2f, 0x01, 0x40, 0x00, 0x00, 0x88, 0x88, 0x08]);
  const extended = Buffer.alloc(10);
  extended[0] = 0x08 | 0x04;
  extended[4] = 1;
  extended[7] = 1;
  const body = Buffer.concat([
    webpChunk("VP8X", extended),
    webpChunk("VP8L", picture),
    webpChunk("EXIF", Buffer.from("GPS 21.4225N")),
    webpChunk("XMP ", Buffer.from("<x:xmpmeta>")),
  ]);
  const head = Buffer.from("RIFF\0\0\0\0WEBP", "latin1");
  head.writeUInt32LE(4 + body.length, 4);
  return Buffer.concat([head, body]);
}

function webpChunk(type: string, data: Buffer): Buffer {
  const head = Buffer.from(`${type}\0\0\0\0`, "latin1");
  head.writeUInt32LE(data.length, 4);
  return Buffer.concat([head, data, Buffer.alloc(data.length % 2)]);
}

export const pdf = (inside = "") =>
  Buffer.from(`%PDF-1.4\n1 0 obj\n<< /Type /Catalog ${inside} >>\nendobj\ntrailer << >>\n%%EOF\n`);

export const ogg = Buffer.concat([
  Buffer.from("OggS\0\x02", "latin1"),
  Buffer.alloc(20),
  Buffer.from("\x01\x13OpusHead\x01\x01", "latin1"),
  Buffer.alloc(32),
]);

/** The end of an empty archive: whatever it hangs behind can be opened as a ZIP. */
export const zipEnd = Buffer.concat([Buffer.from("PK\x05\x06", "latin1"), Buffer.alloc(18)]);

const BOUNDARY = "wasl-test-boundary";

/** A form with files as a browser sends it. */
export function multipart(
  parts: readonly { name: string; fileName?: string; type?: string; value: string | Buffer }[],
) {
  const payload = Buffer.concat([
    ...parts.flatMap(({ name, fileName, type = "application/octet-stream", value }) => [
      Buffer.from(
        `--${BOUNDARY}\r\ncontent-disposition: form-data; name="${name}"${fileName === undefined ? "" : `; filename="${fileName}"\r\ncontent-type: ${type}`}\r\n\r\n`,
      ),
      Buffer.from(value),
      Buffer.from("\r\n"),
    ]),
    Buffer.from(`--${BOUNDARY}--\r\n`),
  ]);
  return { payload, headers: { "content-type": `multipart/form-data; boundary=${BOUNDARY}` } };
}
