import { mkdirSync } from "node:fs";
import path from "node:path";
import { chromium, type Browser, type Page } from "playwright-core";
import { findProgram } from "../../src/embedded/find-program.ts";
import { buildInboxOnce } from "../build-inbox.mjs";
import { quantile } from "./measure.ts";
import { openOffice, type Office } from "./office.ts";

/*
 * What many open conversations cost an officer: a full office beside an empty one, both with 50 streams, asked in turns.
 * Wasl as it runs on real stores, real sessions, HTTP on loopback, the built page in Chromium.
 */

/** Medians in milliseconds. */
export interface InboxFigures {
  /** The requests of the page until its first list is there. */
  list: number;
  /** From the start of the page until the list stands in it. */
  listOnScreen: number;
  /** From the acceptance of a person's message until the last of the streams has brought the card. */
  event: number;
  /** The same until the words stand on the screen. */
  eventOnScreen: number;
}

const PERSON = "bench-person";
const WARM_UP = 4;

export async function measureInbox(options: {
  mongoUri: (name: string) => string;
  redisUrl: string;
  folder: string;
  conversations: number;
  rounds: number;
}): Promise<{ empty: InboxFigures; full: InboxFigures }> {
  await buildInboxOnce();
  const { redisUrl, conversations, rounds } = options;
  const openOne = (name: string, count: number) => {
    const folder = path.join(options.folder, name);
    mkdirSync(folder);
    return openOffice({ mongoUri: options.mongoUri(name), redisUrl, folder, conversations: count });
  };
  const empty = await openOne("empty", 0);
  const full = await openOne("full", conversations);
  const offices = [empty, full];
  const browser = await chromium.launch({
    executablePath: process.env["CHROMIUM_PATH"] ?? findProgram("chromium") ?? "/usr/bin/chromium",
    args: ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run"],
  });
  try {
    const sides: Side[] = await Promise.all(
      offices.map(async (office) => ({
        office,
        page: await openPage(browser, office),
        measured: { list: [], listOnScreen: [], event: [], eventOnScreen: [] },
      })),
    );
    /** Each side once a round; the first rounds are forgotten. */
    const inTurns = async (count: number, look: (side: Side) => Promise<Partial<InboxFigures>>) => {
      for (let round = -WARM_UP; round < count; round++)
        for (const side of sides) {
          const figures = Object.entries(await look(side)) as [keyof InboxFigures, number][];
          for (const [name, ms] of figures) if (round >= 0) side.measured[name].push(ms);
        }
    };
    await inTurns(rounds, async ({ office }) => {
      const begun = performance.now();
      checkCounts(await office.openList(), office);
      return { list: performance.now() - begun };
    });
    await inTurns(Math.ceil(rounds / 2), async ({ page }) => ({
      listOnScreen: await listShownAfter(page),
    }));
    for (const { office } of sides) await office.takeOver(PERSON);
    let serial = 0;
    await inTurns(rounds, async ({ office, page }) => {
      const text = `رسالة ${serial++}`;
      const arrived = office.onEveryStream(text);
      const shown = shownAt(page, text);
      await office.write(PERSON, text);
      const [accepted, acceptedAt] = [performance.now(), Date.now()];
      return {
        event: (await arrived) - accepted,
        eventOnScreen: (await shown) - acceptedAt,
      };
    });
    const of = (office: Office) => sides.find((side) => side.office === office);
    return { empty: medians(of(empty)), full: medians(of(full)) };
  } finally {
    await browser.close();
    for (const office of offices) await office.stop();
  }
}

interface Side {
  office: Office;
  page: Page;
  measured: Record<keyof InboxFigures, number[]>;
}

function medians(side: Side | undefined): InboxFigures {
  return Object.fromEntries(
    Object.entries(side?.measured ?? {}).map(([name, values]) => [name, quantile(values, 0.5)]),
  ) as unknown as InboxFigures;
}

/** A queue that says a wrong number is no queue, however fast it says it. */
function checkCounts({ counts }: { counts: object }, { expected }: Office): void {
  for (const [queue, count] of Object.entries(expected)) {
    const said = (counts as Record<string, number>)[queue];
    if (said !== count) throw new Error(`${queue}: ${said} instead of ${count}`);
  }
}

// ---------------------------------------------------------------- in the page; as text, since it runs elsewhere

const NOTES_FIRST_LIST = `window.listShown = new Promise((resolve) =>
  new MutationObserver((_, observer) => {
    const list = document.querySelector("[role=tabpanel]");
    if (!list?.firstElementChild || list.querySelector(".animate-pulse")) return;
    observer.disconnect();
    resolve(performance.now());
  }).observe(document, { childList: true, subtree: true }))`;

async function openPage(browser: Browser, { url, cookie }: Office): Promise<Page> {
  const context = await browser.newContext({ viewport: { width: 1440, height: 900 } });
  const [name, value] = cookie.split("=") as [string, string];
  await context.addCookies([{ name, value, url }]);
  const page = await context.newPage();
  await page.addInitScript(NOTES_FIRST_LIST);
  await page.goto(`${url}/inbox`);
  return page;
}

async function listShownAfter(page: Page): Promise<number> {
  await page.reload({ waitUntil: "commit" });
  return page.evaluate<number>("window.listShown");
}

/** The moment (`Date.now()`) at which a card says this. */
function shownAt(page: Page, text: string): Promise<number> {
  return page.evaluate<number>(`new Promise((resolve) => {
    const look = () => {
      const cards = [...document.querySelectorAll("[role=tabpanel] [data-card]")];
      if (!cards.some((card) => card.textContent.includes(${JSON.stringify(text)}))) return;
      observer.disconnect();
      resolve(Date.now());
    };
    const observer = new MutationObserver(look);
    observer.observe(document.body, { childList: true, subtree: true, characterData: true });
    look();
  })`);
}
