import { createHmac } from "node:crypto";
import { describe, expect, test } from "vitest";
import { isSecret, isSigned } from "../../src/channels/proof.ts";

const bytes = Buffer.from('{"text":"نعم 👍"}');
const sign = (secret: string, algorithm = "sha256", of = bytes) =>
  createHmac(algorithm, secret).update(of).digest();

describe("a signature", () => {
  const check = (given: Partial<Parameters<typeof isSigned>[0]>) =>
    isSigned({
      algorithm: "sha256",
      secrets: ["one"],
      bytes,
      signature: sign("one").toString("hex"),
      encoding: "hex",
      ...given,
    });

  test.each<[string, Partial<Parameters<typeof isSigned>[0]>, boolean]>([
    ["as it was made", {}, true],
    ["in capitals", { signature: sign("one").toString("hex").toUpperCase() }, true],
    ["in base64", { signature: sign("one").toString("base64"), encoding: "base64" }, true],
    [
      "by SHA-1 where that was agreed",
      { algorithm: "sha1", signature: sign("one", "sha1").toString("hex") },
      true,
    ],
    ["by the next secret, both known", { secrets: ["old", "one"] }, true],
    ["by another secret", { signature: sign("other").toString("hex") }, false],
    ["by another algorithm", { signature: sign("one", "sha1").toString("hex") }, false],
    ["of other bytes", { bytes: Buffer.from('{"text": "نعم 👍"}') }, false],
    ["cut short", { signature: sign("one").toString("hex").slice(0, 62) }, false],
    ["with more behind it", { signature: `${sign("one").toString("hex")}00` }, false],
    ["empty", { signature: "" }, false],
    ["no hexadecimal", { signature: "z".repeat(64) }, false],
    ["without any secret", { secrets: [] }, false],
  ])("%s", (_, given, isGenuine) => expect(check(given)).toBe(isGenuine));
});

test.each<[string | undefined, readonly string[], boolean]>([
  ["one", ["one"], true],
  ["one", ["old", "one"], true],
  ["One", ["one"], false],
  ["one ", ["one"], false],
  ["", ["one"], false],
  ["", [""], false],
  [undefined, ["one"], false],
  ["one", [], false],
])("the word %j against %j", (given, secrets, isOurs) =>
  expect(isSecret(given, secrets)).toBe(isOurs),
);
