import { fileTypeFromBuffer } from "file-type";
import { Refusal } from "../refusal.ts";
import { cleanJpeg } from "./jpeg.ts";
import { isPlainPdf } from "./pdf.ts";
import { cleanPng } from "./png.ts";
import { cleanWebp } from "./webp.ts";

/** A file as it may be stored: its type is what its bytes say, and nothing stands in it that its sender did not mean. */
export interface AcceptedFile {
  bytes: Buffer;
  mime: string;
  /** For people to know it again; never a path, never an address of anything. */
  fileName: string;
}

/**
 * Looks into a file and takes out what must not be kept (place and camera of a photograph, whatever hangs behind the
 * picture). Refused with 415: types that are not listed (`file.type`: SVG, HTML, archives, programs), files that
 * are two things at once, act by themselves, or would burst when opened (`file.unsafe`).
 */
export async function acceptFile(
  bytes: Buffer,
  givenName: string | undefined,
  kinds: "any" | "documents" = "any",
): Promise<AcceptedFile> {
  const found = await fileTypeFromBuffer(bytes);
  const mime = found?.mime.split(";")[0] ?? "";
  const known = Object.hasOwn(types, mime) ? types[mime] : undefined;
  if (!known || (kinds === "documents" && !known.isDocument))
    throw new Refusal(415, "file.type", "a picture (JPG, PNG, WebP) or a PDF is expected");
  const clean = known.clean(bytes);
  if (!clean)
    throw new Refusal(415, "file.unsafe", "the file is damaged or holds more than it says");
  return { bytes: clean, mime, fileName: cleanName(givenName, known.extension) };
}

interface FileType {
  extension: string;
  isDocument: boolean;
  /** What may be kept of it; undefined when it is not what it says. */
  clean(bytes: Buffer): Buffer | undefined;
}

const sound = (extension: string): FileType => ({
  extension,
  isDocument: false,
  clean: (bytes) => bytes,
});

const types: Record<string, FileType> = {
  "image/jpeg": { extension: "jpg", isDocument: true, clean: cleanJpeg },
  "image/png": { extension: "png", isDocument: true, clean: cleanPng },
  "image/webp": { extension: "webp", isDocument: true, clean: cleanWebp },
  "application/pdf": {
    extension: "pdf",
    isDocument: true,
    clean: (bytes) => (isPlainPdf(bytes) ? bytes : undefined),
  },
  "audio/ogg": sound("ogg"),
  "audio/opus": sound("ogg"),
  "audio/mp4": sound("m4a"),
  "audio/x-m4a": sound("m4a"),
  "audio/mpeg": sound("mp3"),
};

const LONGEST_NAME = 80;

/** Without path, control and direction signs, and with the ending of what it really is. */
export function cleanName(given: string | undefined, extension: string): string {
  const base = (given ?? "")
    .normalize("NFC")
    .replace(/[\p{Cc}\p{Cf}\p{Co}\p{Cs}\p{Zl}\p{Zp}]/gu, "")
    .replace(/^.*[\\/]/, "")
    .replace(/[<>:"|?*%]/g, "")
    .replace(/(?:\.\w{1,5})+$/, "")
    .replace(/^[\s.]+|[\s.]+$/g, "");
  return `${[...base].slice(0, LONGEST_NAME).join("") || "file"}.${extension}`;
}
