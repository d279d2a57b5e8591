import { setTimeout as sleep } from "node:timers/promises";
import { launch, type Browser, type Page } from "puppeteer-core";
import { AppError } from "../errors.ts";
import { childEnvironment } from "./child-environment.ts";

/** Turns a page that is complete in itself into a PDF. Knows nothing of what is printed. */
export interface Printer {
  /** A tagged PDF of the paper that the page's own `@page` names. Throws `print.failed`, which may be tried again. */
  pdf(html: string): Promise<Buffer>;
  stop(): Promise<void>;
}

export interface PrinterOptions {
  /** The system's Chromium. */
  chromiumPath: string;
  /** For one page, the start of the browser included. */
  deadlineMs?: number;
  /** The browser is closed when nothing was printed for so long. */
  idleMs?: number;
}

const DEADLINE_MS = 30_000;
const IDLE_MS = 60_000;
const ATTEMPTS = 2; // a browser that was killed meanwhile is noticed only by the page that it was to print

/**
 * Prints with the system's Chromium, which alone shapes and orders Arabic rightly. One page at a time, so that a
 * committee's forty letters do not take the machine from the conversations. In the page no script runs and no address
 * is reached: what people wrote stands in it.
 */
export function createPrinter({
  chromiumPath,
  deadlineMs = DEADLINE_MS,
  idleMs = IDLE_MS,
}: PrinterOptions): Printer {
  let browser: Promise<Browser> | undefined;
  let queue: Promise<unknown> = Promise.resolve();
  let idle: NodeJS.Timeout | undefined;
  let isStopped = false;

  return {
    pdf(html) {
      const printed = queue.then(() => print(html));
      queue = printed.catch(() => undefined);
      return printed;
    },
    async stop() {
      isStopped = true;
      await queue;
      await close();
    },
  };

  async function print(html: string): Promise<Buffer> {
    clearTimeout(idle);
    try {
      for (let attempt = 1; ; attempt++) {
        if (isStopped) throw failed("the printer was stopped");
        try {
          return await within(deadlineMs, printOnce(html));
        } catch (error) {
          await close();
          if (attempt === ATTEMPTS) throw failed(reasonOf(error), error);
        }
      }
    } finally {
      idle = setTimeout(() => void close(), idleMs);
      idle.unref();
    }
  }

  async function printOnce(html: string): Promise<Buffer> {
    browser ??= open(chromiumPath);
    const page = await (await browser).newPage();
    try {
      await seal(page);
      await page.setContent(html, { waitUntil: "load" });
      return Buffer.from(
        await page.pdf({ preferCSSPageSize: true, printBackground: true, tagged: true }),
      );
    } finally {
      await page.close().catch(() => undefined); // the browser may be gone
    }
  }

  /** Whatever state it is in: a browser that hangs does not hear that it should close. */
  async function close(): Promise<void> {
    clearTimeout(idle);
    const closing = browser;
    browser = undefined;
    const running = await closing?.catch(() => undefined);
    if (!running) return;
    await within(CLOSE_MS, running.close()).catch(() => running.process()?.kill("SIGKILL"));
  }
}

const CLOSE_MS = 5_000;

function open(executablePath: string): Promise<Browser> {
  return launch({
    executablePath,
    pipe: true, // it ends when we end, however we end
    env: childEnvironment(),
    handleSIGINT: false,
    handleSIGTERM: false,
    handleSIGHUP: false,
    args: [
      "--no-sandbox", // not to be had in most containers; the page has neither scripts nor a network
      "--disable-gpu",
      "--disable-dev-shm-usage",
      "--no-first-run",
      "--disable-background-networking",
      "--disable-component-update",
      "--disable-sync",
      "--host-resolver-rules=MAP * ~NOTFOUND",
    ],
  });
}

/** Only what the page brings with it: no script, no request but `data:`. */
async function seal(page: Page): Promise<void> {
  await page.setJavaScriptEnabled(false);
  await page.setRequestInterception(true);
  page.on("request", (request) => {
    const isOwn = /^(data:|about:)/.test(request.url());
    void (isOwn ? request.continue() : request.abort()).catch(() => undefined);
  });
}

async function within<T>(ms: number, work: Promise<T>): Promise<T> {
  const late = new AbortController();
  try {
    return await Promise.race([
      work,
      sleep(ms, undefined, { signal: late.signal }).then(() => {
        throw new Error(`no answer within ${ms} ms`);
      }),
    ]);
  } finally {
    late.abort();
    work.catch(() => undefined); // lost the race: nobody waits for it any more
  }
}

function failed(detail: string, cause?: unknown): AppError {
  return new AppError("print.failed", { detail, retryable: true, cause });
}

function reasonOf(error: unknown): string {
  return error instanceof Error ? (error.message.split("\n")[0] ?? "") : String(error);
}
