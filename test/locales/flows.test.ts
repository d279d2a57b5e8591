import { readdirSync, readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { parse } from "yaml";
import { loadProfiles } from "../../src/conversation/load-profiles.ts";
import { documentsFor } from "../../src/cases/new-case.ts";
import { fileURLToPath } from "node:url";
import { readTexts } from "./read.ts";

const ar = readTexts("ar");
const en = readTexts("en");
const FLOWS = new URL("../../flows/", import.meta.url);
const profiles = loadProfiles(fileURLToPath(FLOWS));

interface Step {
  id: string;
  ask?: string;
  repeat?: string;
  text?: string;
  sms?: string;
  page?: string[];
  textWhen?: { text: string }[];
}

/** Every question of every flow, with the key of its text. */
const questions = readdirSync(FLOWS, { withFileTypes: true })
  .filter((entry) => entry.isDirectory() && entry.name !== "associations")
  .flatMap((entry) =>
    readdirSync(new URL(`${entry.name}/`, FLOWS)).map(
      (name) => new URL(`${entry.name}/${name}`, FLOWS),
    ),
  )
  .flatMap((file) => {
    const flow = parse(readFileSync(file, "utf8"), { schema: "core" }) as {
      texts: string;
      steps: Step[];
    };
    return flow.steps
      .filter((step) => step.ask ?? step.repeat)
      .map((step) => ({
        key: step.text ?? `${flow.texts}.${step.id}`,
        onSms: step.sms !== "skip",
        page: step.page ?? [],
        wordings: (step.textWhen ?? []).map(({ text }) => text),
      }));
  });

describe("questions of the flows", () => {
  test.each(questions)(
    "$key has its texts in both languages, and an example to help with",
    ({ key, onSms }) => {
      expect(ar.has(key)).toBe(true);
      expect(en.has(key)).toBe(true);
      expect(ar.has(`${key}.sms`) || !onSms).toBe(true);
      expect(["hint", "example"].filter((aid) => !ar.has(`${key}.${aid}`))).toEqual([]);
    },
  );
});

test("a question that comes with a page on WhatsApp shows its link there, in every wording", () => {
  const keys = questions
    .filter(({ page }) => page.includes("whatsapp"))
    .flatMap(({ key, wordings }) => [key, ...wordings]);
  expect(keys).toContain("docs.list");
  const linkless = [...keys, "docs.left"].filter((key) =>
    [ar, en].some((texts) => !(texts.get(`${key}.wa`) ?? texts.get(key))?.includes("{secure_url}")),
  );
  expect(linkless).toEqual([]);
});

describe.each(profiles.map((profile) => ({ id: profile.id, profile })))(
  "what $id configures",
  ({ profile }) => {
    test("every service has a label, and words to know it by", () => {
      const keys = profile.services.flatMap(({ id }) => [`service.${id}`, `service.${id}.also`]);
      expect(keys.filter((key) => !ar.has(key) || !en.has(key))).toEqual([]);
    });

    test("every document has a label", () => {
      const keys = profile.services
        .flatMap(({ id }) => documentsFor(profile, id))
        .map((id) => `document.${id}`);
      expect(keys.filter((key) => !ar.has(key) || !en.has(key))).toEqual([]);
    });

    test("every question is answered, in full and in short", () => {
      const keys = profile.knowledge.flatMap((id) => [
        `faq.${id}`,
        `faq.${id}.sms`,
        `faq.${id}.question`,
        `faq.${id}.question.sms`,
      ]);
      expect(keys.filter((key) => !ar.has(key) || !en.has(key))).toEqual([]);
    });
  },
);

describe("knowledge", () => {
  const { questions: known } = parse(readFileSync(new URL("knowledge.yaml", FLOWS), "utf8")) as {
    questions: { id: string; source: string; updated: string; phrasings: string[] }[];
  };

  test("every question that a profile answers is phrased in at least eight ways", () => {
    const ids = known.map(({ id }) => id);
    expect(
      profiles.flatMap(({ knowledge }) => knowledge).filter((id) => !ids.includes(id)),
    ).toEqual([]);
    expect(
      known.filter(({ phrasings }) => new Set(phrasings).size < 8).map(({ id }) => id),
    ).toEqual([]);
  });

  test("no phrasing belongs to two questions", () => {
    const all = known.flatMap(({ phrasings }) => phrasings);
    expect(all.filter((each, index) => all.indexOf(each) < index)).toEqual([]);
  });

  test("no id takes the place of another text", () => {
    expect(
      known.filter(({ id }) => ["menu", "answer", "choose", "helped", "unknown"].includes(id)),
    ).toEqual([]);
  });
});
