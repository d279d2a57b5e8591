import { readdirSync, readFileSync } from "node:fs";
import http from "node:http";
import type { AddressInfo } from "node:net";
import type { Page } from "playwright-core";
import type { Sheet } from "../../src/cases/sheet.ts";
import { findProgram } from "../../src/embedded/find-program.ts";
import { sheetHtml } from "../../src/web/letter/sheet.ts";
import { css } from "./samples.ts";

/** What a sheet of paper looks like: the width of its paper, and as long as what stands on it. */
export async function photograph(page: Page, sheet: Sheet): Promise<Buffer> {
  await page.setViewportSize(sizeOf(sheet));
  await page.setContent(sheetHtml(sheet, css));
  return page.screenshot({ fullPage: true });
}

/** A4 at 96 dots an inch. */
function sizeOf({ kind }: Sheet) {
  return kind === "committee" ? { width: 1123, height: 794 } : { width: 794, height: 1123 };
}

/**
 * The share of pixels that differ clearly, 0 to 1, counted by the browser itself; pictures of another width, or of a
 * length that differs by more than a line, are wholly different.
 */
export function differenceOf(page: Page, one: Buffer, two: Buffer): Promise<number> {
  return page.evaluate(
    async ([first, second]) => {
      const CLEARLY = 96; // of 3 x 255: the grey of an edge that moved by a part of a pixel is less
      const LINE = 40;
      const read = async (base64: string) => {
        const bytes = Uint8Array.from(atob(base64), (sign) => sign.charCodeAt(0));
        const bitmap = await createImageBitmap(new Blob([bytes]));
        const canvas = new OffscreenCanvas(bitmap.width, bitmap.height);
        const context = canvas.getContext("2d")!;
        context.drawImage(bitmap, 0, 0);
        return context.getImageData(0, 0, bitmap.width, bitmap.height);
      };
      const [a, b] = [await read(first), await read(second)];
      if (a.width !== b.width || Math.abs(a.height - b.height) > LINE) return 1;
      const length = Math.min(a.data.length, b.data.length);
      let differing = 0;
      for (let at = 0; at < length; at += 4) {
        let distance = 0;
        for (let each = at; each < at + 3; each++)
          distance += Math.abs((a.data[each] ?? 0) - (b.data[each] ?? 0));
        if (distance > CLEARLY) differing++;
      }
      return differing / (length / 4);
    },
    [one.toString("base64"), two.toString("base64")] as const,
  );
}

export function chromiumPath(): string {
  return process.env["CHROMIUM_PATH"] ?? findProgram("chromium") ?? "/usr/bin/chromium";
}

/** The browsers that printers of this very process have started, known by the way in which only they are started. */
export function printersBrowsers(): number[] {
  return readdirSync("/proc")
    .filter((name) => /^\d+$/.test(name))
    .filter((name) => {
      try {
        const parent = /\) \S (\d+) /.exec(readFileSync(`/proc/${name}/stat`, "utf8"))?.[1];
        const command = readFileSync(`/proc/${name}/cmdline`, "utf8");
        return parent === String(process.pid) && command.includes("~NOTFOUND");
      } catch {
        return false; // it has ended meanwhile
      }
    })
    .map(Number);
}

/** A server that remembers what was asked of it: nothing should be. */
export async function listen() {
  const asked: string[] = [];
  const server = http.createServer((request, response) => {
    asked.push(request.url ?? "");
    response.end();
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.address() as AddressInfo;
  return { url: `http://127.0.0.1:${port}`, asked, close: () => server.close() };
}
