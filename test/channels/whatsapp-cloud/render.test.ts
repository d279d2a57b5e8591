import { describe, expect, test } from "vitest";
import type { Choice, OutboundBody } from "../../../src/channels/channel.ts";
import { requestOf, templateContent } from "../../../src/channels/whatsapp-cloud/content.ts";
import type { WhatsappCloudOptions } from "../../../src/channels/whatsapp-cloud/options.ts";
import { renderCloud } from "../../../src/channels/whatsapp-cloud/render.ts";
import { outbound } from "../events-recorder.ts";
import { phoneOf, userOf } from "./harness.ts";

const listButton = { ar: "اختاروا", en: "Choose" };
const render = (body: OutboundBody, list: typeof listButton | null = listButton) =>
  renderCloud(outbound(phoneOf(1), body, "m1"), list ?? undefined);
const options = (count: number, label = "خيار"): Choice[] =>
  Array.from({ length: count }, (_, index) => ({
    id: `o${index + 1}`,
    label: `${label} ${index + 1}`,
    number: index + 1,
  }));
const choices = (given: Choice[], text = "ما النوع؟", numbered = false): OutboundBody => ({
  kind: "choices",
  text,
  options: given,
  numbered,
});
const lines = (given: Choice[]) =>
  given.map(({ number, label }) => `${number}- ${label}`).join("\n");

test("a text is a text, without a preview of its links", () => {
  expect(render({ kind: "text", text: "https://khuta.example" })).toEqual({
    text: "https://khuta.example",
    content: { type: "text", text: { body: "https://khuta.example", preview_url: false } },
    warnings: [],
  });
});

test("up to three options are buttons", () => {
  expect(render(choices(options(3)))).toEqual({
    text: "ما النوع؟\nخيار 1\nخيار 2\nخيار 3",
    content: {
      type: "interactive",
      interactive: {
        type: "button",
        body: { text: "ما النوع؟" },
        action: {
          buttons: [1, 2, 3].map((number) => ({
            type: "reply",
            reply: { id: `o${number}`, title: `خيار ${number}` },
          })),
        },
      },
    },
    warnings: [],
  });
});

describe("up to ten options are a list", () => {
  test.each([
    ["ما النوع؟", "اختاروا"],
    ["What kind?", "Choose"],
  ])("«%s» is opened by «%s»", (question, button) => {
    expect(render(choices(options(4), question)).content).toEqual({
      type: "interactive",
      interactive: {
        type: "list",
        body: { text: question },
        action: {
          button,
          sections: [{ rows: options(4).map(({ id, label }) => ({ id, title: label })) }],
        },
      },
    });
  });

  test("a label that is too long for a row begins in it and stands below in full", () => {
    const label = "الأسئلة الشائعة وشروط الخدمات";
    const long = { id: "faq", label, number: 2 };
    const { text, content } = render(choices([...options(1), long, ...options(4).slice(2)]));
    expect(text.split("\n")).toContain(label);
    expect(content).toMatchObject({
      interactive: {
        action: {
          sections: [
            {
              rows: [
                { id: "o1", title: "خيار 1" },
                { id: "faq", title: "الأسئلة الشائعة وشروط…", description: label },
                { id: "o3", title: "خيار 3" },
                { id: "o4", title: "خيار 4" },
              ],
            },
          ],
        },
      },
    });
  });

  test("three whose labels are too long for buttons are one, too", () => {
    const long = options(3, "س".repeat(20));
    expect(render(choices(long)).content).toMatchObject({ interactive: { type: "list" } });
  });
});

test.each<[string, Choice[], string, typeof listButton | null]>([
  ["eleven options", options(11), "ما النوع؟", listButton],
  ["four where nobody said what opens a list", options(4), "ما النوع؟", null],
  ["a single word of 25 signs", options(2, "س".repeat(25)), "ما النوع؟", listButton],
  [
    "two long labels that begin alike",
    options(2, "طلب دعم جديد لأسرة كاملة"),
    "ما النوع؟",
    listButton,
  ],
  ["a label of 73 signs", options(2, "سين ".repeat(18) + "س"), "ما النوع؟", listButton],
  ["a question of 1025 signs", options(2), "س".repeat(1025), listButton],
  ["two options of one name", [...options(1), { ...options(1)[0]!, id: "x" }], "؟", listButton],
  ["an id of 201 signs", [{ id: "i".repeat(201), label: "س", number: 1 }], "؟", listButton],
])("are numbered lines: %s", (_, given, question, list) => {
  const { text, content } = render(choices(given, question), list);
  expect(text).toBe(`${question}\n${lines(given)}`);
  expect(content).toMatchObject({ type: "text", text: { body: text } });
});

test.each<[string, OutboundBody, string]>([
  ["numbered by hand", choices(options(2), "1 سكن 2 غذاء", true), "1 سكن 2 غذاء"],
  ["none that is offered", choices([{ id: "x", label: "خفي", number: -1 }]), "ما النوع؟"],
])("is a text: %s", (_, body, text) =>
  expect(render(body)).toMatchObject({ text, content: { type: "text", text: { body: text } } }),
);

test("an option that is understood but not offered has no button", () => {
  const given = [...options(2), { id: "x", label: "خفي", number: -1 }];
  expect(render(choices(given)).text).toBe("ما النوع؟\nخيار 1\nخيار 2");
});

test("over 4096 characters it warns", () => {
  expect(render({ kind: "text", text: "س".repeat(4097) }).warnings).toEqual([
    "4097 characters, the limit is 4096",
  ]);
});

test.each([
  [phoneOf(1), { to: "966551234501" }],
  [{ ...phoneOf(1), scheme: "e164", value: "+966551234501" } as const, { to: "966551234501" }],
  [userOf(1), { recipient: "SA.13491208655302741911" }],
])("the address %j goes as %j", (to, recipient) => {
  const message = outbound(to, { kind: "text", text: "نعم" }, "c1.2.3");
  const content = { type: "text", text: { body: "نعم", preview_url: false } } as const;
  expect(requestOf(message, content)).toEqual({
    messaging_product: "whatsapp",
    recipient_type: "individual",
    ...recipient,
    ...content,
    biz_opaque_callback_data: "c1.2.3",
  });
});

describe("a template", () => {
  const fill = (templates: WhatsappCloudOptions["templates"], text: string) =>
    templateContent(
      { templates } as WhatsappCloudOptions,
      outbound(phoneOf(1), { kind: "text", text }, "m1"),
    );

  test("is named with its language and filled in order", () => {
    const templates = {
      "test.text": { name: "case_update", language: "ar", parameters: ["text", "link"] as const },
    };
    expect(fill(templates, "صدر القرار\nhttps://khuta.example/s/1")).toEqual({
      type: "template",
      template: {
        name: "case_update",
        language: { code: "ar" },
        components: [
          {
            type: "body",
            parameters: [
              { type: "text", text: "صدر القرار" },
              { type: "text", text: "https://khuta.example/s/1" },
            ],
          },
        ],
      },
    });
  });

  test("without places has no components", () => {
    const templates = { "*": { name: "come_back", language: "ar", parameters: [] } };
    expect(fill(templates, "نص")).toEqual({
      type: "template",
      template: { name: "come_back", language: { code: "ar" } },
    });
  });

  test("that is not there is none", () => {
    expect(fill(undefined, "نص")).toBeUndefined();
  });
});
