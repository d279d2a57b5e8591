/**
 * Whether a PDF is a PDF from its first byte to its last and does nothing by itself. Archives are read from their end,
 * so a ZIP can hang behind a PDF and be both; scripts and programs have no place in a scanned document.
 */
export function isPlainPdf(bytes: Buffer): boolean {
  const tail = bytes.subarray(-TAIL_BYTES).toString("latin1");
  return (
    bytes.subarray(0, 5).toString("latin1") === "%PDF-" &&
    tail.includes("%%EOF") &&
    !isZipAtEnd(bytes) &&
    ACTING.every((name) => !bytes.includes(name, 0, "latin1"))
  );
}

const TAIL_BYTES = 4096;
const ACTING = ["/JavaScript", "/Launch", "/EmbeddedFile", "/RichMedia"];

const ZIP_END = Buffer.from("PK\x05\x06", "latin1");
const ZIP_END_BYTES = 22;
const LONGEST_COMMENT = 65_535;

/** The record that ends a ZIP says how much comment follows it: if that reaches the end of the file, it is one. */
function isZipAtEnd(bytes: Buffer): boolean {
  const from = Math.max(0, bytes.length - ZIP_END_BYTES - LONGEST_COMMENT);
  const at = bytes.lastIndexOf(ZIP_END);
  return at >= from && at + ZIP_END_BYTES <= bytes.length;
}
