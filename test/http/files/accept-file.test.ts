import { fc, test as property } from "@fast-check/vitest";
import { describe, expect, test } from "vitest";
import { acceptFile, cleanName } from "../../../src/http/files/accept-file.ts";
import { jpeg, ogg, pdf, png, webp, zipEnd } from "../../support/files.ts";

describe("what is kept of a file", () => {
  test.each<[string, Buffer, string, string]>([
    ["a JPEG", jpeg(), "image/jpeg", "عقد.jpg"],
    ["a PNG", png(), "image/png", "عقد.png"],
    ["a WebP", webp(), "image/webp", "عقد.webp"],
    ["a PDF", pdf(), "application/pdf", "عقد.pdf"],
    ["a voice note", ogg, "audio/ogg", "عقد.ogg"],
  ])("%s is known by its bytes, whatever it is called", async (_what, bytes, mime, fileName) => {
    expect(await acceptFile(bytes, "عقد.exe")).toMatchObject({ mime, fileName });
  });

  test.each<[string, Buffer]>([
    ["JPEG", jpeg()],
    ["WebP", webp()],
    [
      "PNG",
      png({
        extra: [
          ["eXIf", Buffer.from("GPS 21.4225N")],
          ["tEXt", Buffer.from("Comment\0home")],
        ],
      }),
    ],
  ])("place, camera and comments leave a %s", async (_what, bytes) => {
    const { bytes: kept } = await acceptFile(bytes, "x");
    expect(bytes.includes("GPS")).toBe(true);
    for (const trace of ["GPS", "EXIF", "<script", "xmpmeta", "home"])
      expect(kept.includes(trace)).toBe(false);
  });

  test.each([1, 3, 6, 8])("a JPEG keeps its way up: %i", async (orientation) => {
    const { bytes } = await acceptFile(jpeg({ orientation }), "x");
    const exif = bytes.indexOf("Exif\0\0");
    expect(exif < 0 ? 1 : bytes.readUInt16BE(exif + 6 + 18)).toBe(orientation);
  });

  test("a cleaned file is accepted again and does not change", async () => {
    for (const bytes of [jpeg(), png(), webp()]) {
      const once = (await acceptFile(bytes, "x")).bytes;
      expect((await acceptFile(once, "x")).bytes.equals(once)).toBe(true);
    }
  });

  test("what hangs behind a picture is gone", async () => {
    const behind = "<script>alert(1)</script>";
    for (const bytes of [jpeg({ behind }), Buffer.concat([png(), Buffer.from(behind), zipEnd])]) {
      const { bytes: kept } = await acceptFile(bytes, "x");
      expect(kept.includes("<script")).toBe(false);
      expect(kept.includes("PK\x05\x06")).toBe(false);
    }
  });
});

describe("what is refused", () => {
  test.each<[string, Buffer, string]>([
    [
      "SVG",
      Buffer.from('<svg xmlns="http://www.w3.org/2000/svg" onload="alert(1)"/>'),
      "file.type",
    ],
    ["HTML", Buffer.from("<!doctype html><script>alert(1)</script>"), "file.type"],
    ["a GIF that is also a script", Buffer.from("GIF89a/*\0\0\0\0\0*/=1;alert(1)"), "file.type"],
    [
      "a ZIP",
      Buffer.concat([Buffer.from("PK\x03\x04", "latin1"), Buffer.alloc(60), zipEnd]),
      "file.type",
    ],
    ["a program", Buffer.concat([Buffer.from("MZ"), Buffer.alloc(200)]), "file.type"],
    ["plain text", Buffer.from("EICAR is what a scanner would look for"), "file.type"],
    ["nothing that is known", Buffer.alloc(64, 7), "file.type"],
    ["a PDF that is also a ZIP", Buffer.concat([pdf(), zipEnd]), "file.unsafe"],
    [
      "a PDF with a script",
      pdf("/OpenAction << /S /JavaScript /JS (app.alert(1)) >>"),
      "file.unsafe",
    ],
    ["a PDF that starts a program", pdf("/OpenAction << /S /Launch >>"), "file.unsafe"],
    ["half a PDF", pdf().subarray(0, 30), "file.unsafe"],
    ["half a JPEG", jpeg().subarray(0, 60), "file.unsafe"],
    ["half a PNG", png().subarray(0, 40), "file.unsafe"],
    ["a PNG that would fill the memory", png({ width: 60_000, height: 60_000 }), "file.unsafe"],
    ["a JPEG that would fill the memory", jpeg({ width: 60_000, height: 60_000 }), "file.unsafe"],
  ])("%s", async (_what, bytes, code) => {
    await expect(acceptFile(bytes, "scan.pdf")).rejects.toMatchObject({ status: 415, code });
  });

  test("a voice note is no document", async () => {
    await expect(acceptFile(ogg, "x", "documents")).rejects.toMatchObject({ code: "file.type" });
  });

  property.prop([fc.uint8Array({ maxLength: 300 }), fc.constantFrom(jpeg(), png(), webp(), pdf())])(
    "bytes of any kind behind any beginning are accepted or refused, never a crash",
    async (noise, whole) => {
      const bytes = Buffer.concat([whole.subarray(0, noise.length), Buffer.from(noise)]);
      const outcome = await acceptFile(bytes, "x").catch(
        (error: { status?: number }) => error.status,
      );
      expect(typeof outcome === "object" || outcome === 415).toBe(true);
    },
  );
});

describe("names", () => {
  test.each([
    ["../../etc/passwd", "passwd.pdf"],
    ["C:\\Users\\x\\عقد الإيجار.pdf", "عقد الإيجار.pdf"],
    ["scan.pdf.exe", "scan.pdf"],
    ["\u202Efdp.exe\0", "fdp.pdf"],
    ["<img onerror=alert(1)>.png", "img onerror=alert(1).pdf"],
    [".htaccess", "htaccess.pdf"],
    ["", "file.pdf"],
    [undefined, "file.pdf"],
  ])("%j is kept as %j", (given, kept) => {
    expect(cleanName(given, "pdf")).toBe(kept);
  });

  property.prop([fc.string({ unit: "binary", maxLength: 300 })])(
    "a kept name is short, has one ending and nothing that steers a terminal or a path",
    (given) => {
      const kept = cleanName(given, "jpg");
      expect(kept).toMatch(/^[^/\\\p{Cc}\p{Cf}]+\.jpg$/u);
      expect([...kept].length).toBeLessThanOrEqual(84);
    },
  );
});
