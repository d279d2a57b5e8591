import { expect, test } from "vitest";
import { loadAssociations } from "../../src/conversation/associations.ts";
import { profileVars } from "../../src/conversation/profile-vars.ts";
import { createTexts } from "../../src/conversation/texts.ts";

const texts = createTexts("locales");
const associations = [...loadAssociations("flows").values()];

test.each(["web", "sms", "whatsapp"] as const)(
  "an English text on %s calls every association by its English name",
  (kind) => {
    for (const association of associations) {
      const name = profileVars(
        association,
        texts,
        "en",
        { kind, twoWay: true },
        "http://x",
      )("assoc");
      expect(name).toMatch(/^[A-Za-z ]+$/);
    }
    expect(associations).toHaveLength(5);
  },
);

test("an Arabic text message uses the short name that fits", () => {
  for (const association of associations) {
    const sms = profileVars(association, texts, "ar", { kind: "sms", twoWay: true }, "http://x");
    expect(sms("assoc")).toBe(association.profile.name.sms);
  }
});
