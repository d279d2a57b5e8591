import twilio from "twilio";
import { expect, test } from "vitest";
import { checkSignature } from "../../src/channels/twilio-signature.ts";

const token = "the-token";
const url = "https://wasl.example/webhooks/khuta-sms";
const form = { MessageSid: "SM1", From: "+966551234567", Body: "نعم " };
const sign = (by: string, at: string, params: Record<string, string>) =>
  twilio.getExpectedTwilioSignature(by, at, params);
const signature = sign(token, url, form);

const check = (request: Partial<Parameters<typeof checkSignature>[0]>) =>
  checkSignature({ tokens: [token], url, signature, form, ...request });

test.each<[string, Partial<Parameters<typeof checkSignature>[0]>, "genuine" | "missing" | "wrong"]>(
  [
    ["as it was signed", {}, "genuine"],
    ["the same request once more: the signature has no time", {}, "genuine"],
    ["the standard port written out", { url: url.replace(".example", ".example:443") }, "genuine"],
    [
      "signed with the next token while tokens are exchanged",
      { tokens: ["old", token] },
      "genuine",
    ],
    ["signed with the present one, the next one known", { tokens: [token, "next"] }, "genuine"],
    ["no signature", { signature: undefined }, "missing"],
    ["an empty signature", { signature: "" }, "missing"],
    ["garbage", { signature: "AAAA" }, "wrong"],
    ["garbage of the right length", { signature: "A".repeat(27) + "=" }, "wrong"],
    ["signed by another association's token", { signature: sign("other", url, form) }, "wrong"],
    ["http for https", { url: url.replace("https", "http") }, "wrong"],
    ["a slash at the end", { url: `${url}/` }, "wrong"],
    ["another path", { url: `${url}/status` }, "wrong"],
    [
      "a host rewritten by a proxy",
      { url: url.replace("wasl.example", "127.0.0.1:3000") },
      "wrong",
    ],
    ["a query added", { url: `${url}?x=1` }, "wrong"],
    ["one parameter more", { form: { ...form, x: "1" } }, "wrong"],
    ["one parameter less", { form: { MessageSid: "SM1", From: form.From } }, "wrong"],
    ["a text that was trimmed", { form: { ...form, Body: "نعم" } }, "wrong"],
    ["another sender", { form: { ...form, From: "+966551234568" } }, "wrong"],
    ["no token at all", { tokens: [] }, "wrong"],
  ],
)("%s: %s", (_, request, verdict) => expect(check(request)).toBe(verdict));

test("a parameter twice is signed as Twilio signs it", () => {
  const twice = { ...form, MediaUrl: ["b", "a"] };
  const signed = twilio.getExpectedTwilioSignature(token, url, twice);
  expect(check({ form: twice, signature: signed })).toBe("genuine");
});
