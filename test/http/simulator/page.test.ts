import { readdirSync, readFileSync } from "node:fs";
import { afterAll, beforeAll, expect, test } from "vitest";
import { openSimulator } from "./simulator-world.ts";

let simulator: Awaited<ReturnType<typeof openSimulator>>;
beforeAll(async () => {
  simulator = await openSimulator();
});
afterAll(() => simulator.close());

const folder = new URL("../../../src/web/simulator/assets/", import.meta.url);
const scripts = readdirSync(folder)
  .filter((name) => name.endsWith(".js"))
  .map((name) => readFileSync(new URL(name, folder), "utf8"));

async function page(language: string) {
  const { body, headers } = await simulator.app.inject({ url: `/simulator?lang=${language}` });
  const json = /<script id="config" type="application\/json">(.*?)<\/script>/s.exec(body)?.[1];
  const config = JSON.parse(json ?? "") as { texts: Record<string, string> };
  return { body, headers, config, markup: body.replace(json ?? "", "") };
}

test.each([
  ["ar", "rtl", "وضع التجربة"],
  ["en", "ltr", "No message leaves this machine"],
])(
  "in %s runs %s, says that it is a demo, and lacks no text",
  async (language, direction, words) => {
    const { body, markup } = await page(language);
    expect(body).toContain(`<html lang="${language}" dir="${direction}">`);
    expect(markup).toContain(words);
    expect(markup).not.toMatch(/(?<!\/)simulator\.[a-z]+[.<"]/);
  },
);

test("offers the five associations and has a telephone for each way in", async () => {
  const { markup } = await page("ar");
  expect([...markup.matchAll(/<option value="(\w+)"/g)].map(([, id]) => id)).toEqual([
    "alseraj",
    "amal",
    "khuta",
    "ratel",
    "sila",
  ]);
  expect([...markup.matchAll(/data-phone="(\w+)"/g)].map(([, id]) => id)).toEqual([
    "whatsapp",
    "one",
    "two",
    "browser",
  ]);
});

test("guides through one story in steps, each with a place to go to", async () => {
  const { markup } = await page("ar");
  const tour = /<ol id="tour">(.*?)<\/ol>/s.exec(markup)?.[1] ?? "";
  const steps = tour.split("<li>").slice(1);
  expect(steps).toHaveLength(8);
  for (const step of steps) expect(step).toMatch(/href="\/(simulator|chat|inbox)[^"]*"/);
});

test("allows and needs nothing from elsewhere and nothing inline", async () => {
  const { body, headers } = await page("ar");
  expect(headers["content-security-policy"]).toContain("default-src 'none'; script-src 'self'");
  expect(body).not.toMatch(/\sstyle=|\son[a-z]+=|<style|<script(?![^>]*(src=|application\/json))/);
  const addresses = [...body.matchAll(/(?:src|href)="([^"#]+)"/g)].map(
    ([, address = ""]) => address,
  );
  expect(addresses.length).toBeGreaterThan(4);
  expect(addresses.filter((address) => !address.startsWith("/"))).toEqual([]);
});

test("finds every file that it names, and no file by a name that came in", async () => {
  const { body } = await page("ar");
  const named = [...body.matchAll(/\/simulator\/assets\/[\w.-]+/g)].map(([address]) => address);
  const imported = scripts.flatMap((script) =>
    [...script.matchAll(/from "\.\/([\w-]+\.js)"/g)].map(([, name]) => `/simulator/assets/${name}`),
  );
  const urls = [...new Set([...named, ...imported])];
  const answers = await Promise.all(urls.map((url) => simulator.app.inject({ url })));
  expect(urls.length).toBeGreaterThan(10);
  expect(urls.filter((_, index) => answers[index]?.statusCode !== 200)).toEqual([]);
  for (const name of ["..%2fpage.ts", "constructor", "nothing.js"])
    expect((await simulator.app.inject({ url: `/simulator/assets/${name}` })).statusCode).toBe(404);
});

test("brings every text that its scripts ask for", async () => {
  const { texts } = (await page("ar")).config;
  const asked = scripts.flatMap((script) => [
    ...[...script.matchAll(/\btext\("([a-z_.]+)"/g)].map(([, key]) => `simulator.${key}`),
    ...[...script.matchAll(/listOf\("([a-z.]+)"/g)].map(([, key]) => `simulator.${key}`),
  ]);
  expect(asked.length).toBeGreaterThan(15);
  expect(asked.filter((key) => !Object.hasOwn(texts, key))).toEqual([]);
  for (const key of ["field.applicant_name", "service.rent", "section.housing", "state.submitted"])
    expect(texts).toHaveProperty([key]);
  expect(Object.keys(texts).filter((key) => /\.(sms|also|next|help)$/.test(key))).toEqual([]);
});

test("shows no text in the wrong way: what people write never becomes markup", () => {
  for (const script of scripts)
    expect(script).not.toMatch(/innerHTML|outerHTML|insertAdjacentHTML/);
});
