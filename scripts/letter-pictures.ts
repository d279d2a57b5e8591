import { mkdirSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import path from "node:path";
import { openBrowser } from "../test/support/browser.ts";
import { photograph } from "../test/letters/photograph.ts";
import { sheets } from "../test/letters/samples.ts";

/**
 * `npm run screenshots:letters`: the pictures that the tests compare with, and those of the documents. Whoever runs it
 * looks at every one of them before it is committed; the comparison is worth no more than that look.
 */
const root = path.resolve(import.meta.dirname, "..");
const compared = path.join(root, "test/letters/pictures");
const shown = path.join(root, "docs/pictures");
const inDocuments: Record<string, string> = {
  "decision-accepted": "letter-accepted",
  "decision-declined": "letter-declined",
  "decision-eastern": "letter-eastern",
  committee: "committee-sheet",
  "form-khuta": "support-form",
};

mkdirSync(compared, { recursive: true });
for (const name of readdirSync(compared)) rmSync(path.join(compared, name));
const browser = await openBrowser();
const page = await browser.newPage();
for (const [name, make] of Object.entries(sheets)) {
  const picture = await photograph(page, make());
  writeFileSync(path.join(compared, `${name}.png`), picture);
  const document = inDocuments[name];
  if (document) writeFileSync(path.join(shown, `${document}.png`), picture);
  console.log(name);
}
await browser.close();
