import { expect, test } from "vitest";
import type { OutboundBody } from "../../src/channels/channel.ts";
import { plainText } from "../../src/channels/plain-text.ts";

const options = [
  { id: "skip", label: "تخطي", number: -1 },
  { id: "menu", label: "القائمة", number: 0 },
  { id: "yes", label: "نعم", number: 1 },
];
const url = "https://khuta.example/form/7Qm2xT9aB4k";

test.each<[string, OutboundBody, string]>([
  ["a text is itself", { kind: "text", text: "أهلاً" }, "أهلاً"],
  [
    "options become lines, an option without a number is not offered",
    { kind: "choices", text: "هل توافقون؟", options, numbered: false },
    "هل توافقون؟\n0 القائمة\n1 نعم",
  ],
  [
    "a text with its own numbers stays",
    { kind: "choices", text: "1 نعم 0 القائمة", options, numbered: true },
    "1 نعم 0 القائمة",
  ],
  ["a link gets its own line", { kind: "form", text: "اكملوا هنا:", url }, `اكملوا هنا:\n${url}`],
  [
    "a link that is there is not repeated",
    { kind: "form", text: `هنا: ${url}`, url },
    `هنا: ${url}`,
  ],
  [
    "of a file the caption remains",
    {
      kind: "media",
      storageKey: "f",
      mime: "image/png",
      fileName: "a.png",
      caption: "القرار",
      as: "image",
    },
    "القرار",
  ],
])("%s", (_, body, text) => expect(plainText(body)).toBe(text));
