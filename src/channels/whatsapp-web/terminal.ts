import { renderUnicodeCompact } from "uqr";

const WHITE_ON_BLACK = "\u001B[97;40m"; // a block is a light module: no camera reads it the other way round
const RESET = "\u001B[0m";
const RIYADH = new Intl.DateTimeFormat("en-GB", {
  timeZone: "Asia/Riyadh",
  hour: "2-digit",
  minute: "2-digit",
  second: "2-digit",
});

/**
 * A code to link a number by, for whoever sits at the terminal: letters to be entered, or a QR code to be scanned,
 * whatever the colours of the terminal are. A new one follows by itself when this one has run out.
 */
export function drawCode(code: {
  channelId: string;
  method: "qr" | "code";
  payload: string;
  expiresAt: Date;
}): string {
  const { channelId, method, payload, expiresAt } = code;
  const until = `good until ${RIYADH.format(expiresAt)} (Riyadh), then a new one follows`;
  const where = `${channelId}: on the telephone of this number, WhatsApp > Linked devices >`;
  if (method === "code")
    return `${where} Link with phone number, enter ${payload.slice(0, 4)}-${payload.slice(4)} (${until})\n`;
  const lines = renderUnicodeCompact(payload, { border: 2 }).split("\n");
  const drawn = lines.map((line) => `${WHITE_ON_BLACK}${line}${RESET}`).join("\n");
  return `${drawn}\n${where} Link a device, scan this code (${until})\n`;
}
