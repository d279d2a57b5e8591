import { describe, expect, test } from "vitest";
import { decisionReasons } from "../../src/cases/decision-reasons.ts";
import type { SupportFormSheet } from "../../src/cases/sheet.ts";
import { decisionLetter } from "../../src/conversation/letters/decision.ts";
import { supportFormSheet } from "../../src/conversation/letters/support-form.ts";
import { inline } from "../../src/web/letter/inline.ts";
import { sheetHtml } from "../../src/web/letter/sheet.ts";
import { caseOf, decisionOf, reference, sheets, supportRequest, wordsOf } from "./samples.ts";

const html = (name: string) => sheetHtml(sheets[name]!(), "");
/** What a person reads, without the marks of the page. */
const read = (page: string) =>
  page
    .slice(page.indexOf("<body>"))
    .replace(/<[^>]+>/g, " ")
    .replace(/\s+/g, " ");

describe("a decision letter", () => {
  test("says the answer first, in two plain sentences", () => {
    const text = read(html("decision-accepted"));
    expect(text).toContain("قُبل طلبكم: سداد الإيجار. وسنراسلكم بما يلزم لتقديم الخدمة.");
    expect(text.indexOf("قُبل طلبكم")).toBeLessThan(text.indexOf("إشارةً إلى"));
  });

  test("that declines gives the reason, what can be done, and the last day to object in both calendars", () => {
    const text = read(html("decision-declined"));
    expect(text).toContain("السكن المذكور خارج نطاق البرنامج");
    expect(text).toContain("إرسال عقد الإيجار الجديد الموثّق");
    expect(text).toMatch(/حتى يوم الخميس 15\/07\/1448 هـ \( 24\/12\/2026 م\)/);
    expect(text).toContain("جهة لم تشارك في القرار هي لجنة التظلمات");
  });

  test.each(["accepted", "deferred"] as const)("that says %s speaks of no objection", (outcome) => {
    expect(read(html(`decision-${outcome}`))).not.toContain("حقكم في التظلم");
  });

  const notesOf = (decision: { reason: string; advice?: string }) =>
    decisionLetter(
      wordsOf("khuta"),
      caseOf(),
      decisionOf({ outcome: "declined", ...decision }),
      reference,
    ).blocks.flatMap((block) => (block.kind === "note" ? [block.text] : []));

  test("takes the words that stand ready for a reason, and those of staff before them", () => {
    const [reason, advice] = notesOf({ reason: "budget" });
    expect([reason, advice]).toEqual([
      "الموارد المتاحة لهذه الخدمة لا تكفي حالياً.",
      "إعادة التقديم لاحقاً عند توفر الموارد.",
    ]);
    expect(notesOf({ reason: "budget", advice: "زيارة الفرع" })[1]).toBe("زيارة الفرع.");
  });

  test.each(decisionReasons)(
    "has words for %s that do not point to the letter itself",
    (reason) => {
      const [said = ""] = notesOf({ reason });
      expect(said).toMatch(/^\p{Script=Arabic}.*\.$/u);
      expect(said).not.toContain("خطاب القرار");
    },
  );

  test("leaves out what nobody wrote instead of printing an empty box", () => {
    const sheet = decisionLetter(
      wordsOf("khuta"),
      caseOf({ answers: {} }),
      decisionOf({ number: "", outcome: "accepted", grant: " " }),
      reference,
    );
    expect(sheet.blocks.map((block) => block.kind)).toEqual(["paragraph", "facts", "note"]);
    expect(sheet.to).toBe("إلى مقدّم الطلب رقم KH-4800173-0، حفظكم الله");
    expect(JSON.stringify(sheet)).not.toMatch(/undefined|null|\{[a-z_]+\}/);
  });
});

describe("the head of a letter", () => {
  test("has number, date and attachments where the association prints them (B2)", () => {
    expect(read(html("decision-eastern"))).toContain(
      "الرقم ١٢/١٤٤٨ التاريخ ١٤/٠٦/١٤٤٨ هـ الموافق ٢٤/١١/٢٠٢٦ م المرفقات لا يوجد",
    );
    expect(read(html("decision-accepted"))).not.toContain("المرفقات");
  });

  test("keeps case numbers in Latin digits where all other digits are Eastern", () => {
    const text = read(html("decision-eastern"));
    expect(text).toContain("AM-4800173-0");
    expect(text.replace(/AM-[\dD-]+|\b8 جلسات/g, "")).not.toMatch(/\d/); // the eight is as staff wrote it
  });

  test("says what everybody must see: a draft policy, a preview", () => {
    expect(read(html("notice-draft"))).toContain("مسودة: لم يكتمل اعتماد سياسة الجمعية");
    const preview = read(html("preview-declined"));
    expect(preview).toContain("معاينة قبل الإصدار، دون رقم");
    expect(preview).not.toContain("12/1448");
    expect(read(html("decision-accepted"))).not.toMatch(/مسودة|معاينة/);
  });
});

test("the two weeks are a floor: no maximum is spoken of where none is set (S5)", () => {
  const text = read(html("notice-draft"));
  expect(text).toContain("بعد مدة لا تقل عن أسبوعين");
  expect(text).toContain("وتسجيل الطلب لا يعني قبوله");
  expect(text).not.toContain("لا تتجاوز");
});

describe("text on paper", () => {
  test.each([
    ["الطلب KH-4800173-0.", 'الطلب <bdi dir="ltr">KH-4800173-0</bdi>.'],
    ["يوم 18/01/1447هـ", 'يوم <bdi dir="ltr">18/01/1447</bdi>هـ'],
    ["رقم ١٢/١٤٤٨", 'رقم <bdi dir="ltr">١٢/١٤٤٨</bdi>'],
    ["بمبلغ ١٬٥٠٠ ريال", 'بمبلغ <bdi dir="ltr">١٬٥٠٠</bdi> ريال'],
    ["<script>alert(1)</script>\n&", "&lt;script&gt;alert(1)&lt;/script&gt;<br>&amp;"],
    ["اسم \u202eمقلوب\u2066", "اسم مقلوب"],
  ])("%s", (text, shown) => {
    expect(inline(text)).toBe(shown);
  });

  test("nothing that a person wrote becomes markup, in any sheet", () => {
    const evil = '"><img src=x onerror=alert(1)>';
    const sheet = decisionLetter(
      wordsOf("khuta"),
      caseOf({ number: evil, answers: { applicant_name: evil } }),
      decisionOf({ number: evil, outcome: "declined", reason: evil, advice: evil }),
      reference,
    );
    expect(sheetHtml(sheet, "")).not.toContain("<img");
  });
});

describe("the committee's sheet", () => {
  const text = read(html("committee"));

  test("says what is open, not only what is done", () => {
    expect(text).toContain("✗ المستندات سارية");
    expect(text).toContain("✓ الإقرار موقّع");
    expect(text).toContain("عاجل");
  });

  test("lies on a table: no identity number, telephone or account stands on it", () => {
    expect(text).not.toMatch(/\d{10}|05\d{8}|SA\d{2}/);
  });
});

describe("the support request on paper (T4)", () => {
  /** What only a conversation asks, and where the reason is. */
  const elsewhere: Record<string, string> = {
    mobile_is_sender: "paper is not sent from a telephone",
    dependents_bands: "asked on SMS instead of the table of dependants",
    psy_immediate_danger: "the emergency numbers stand at the head instead",
    truth_declaration: "the declaration is a section of its own",
    declaration_refused: "a refusal is not signed",
    declaration_code: "paper is signed by hand",
  };
  test.each(["khuta", "alseraj", "ratel", "sila", "amal"])(
    "%s: its fields are the variables of the same flow",
    (id) => {
      const flow = supportRequest();
      const words = wordsOf(id);
      const groups: readonly string[] = words.profile.intake_groups;
      const asked = flow.steps.flatMap((step) => {
        if (step.kind !== "ask" && step.kind !== "repeat") return [];
        const variable = step.kind === "ask" ? step.ask : step.repeat;
        const isAsked = step.group === undefined || groups.includes(step.group);
        return isAsked && !(variable in elsewhere) ? [variable] : [];
      });
      const form = supportFormSheet(words, flow);
      expect(idsOf(form)).toEqual(asked.toSorted());
      expect(asked.length).toBeGreaterThan(6);
      expect(sheetHtml(form, "").match(/data-field="/g)).toHaveLength(asked.length);
    },
  );

  test("every exception is still a variable that somebody asks", () => {
    const names = [...supportRequest().vars.keys()];
    expect(Object.keys(elsewhere).filter((name) => !names.includes(name))).toEqual([]);
  });

  test("labels are words, never the id of a variable", () => {
    for (const association of ["khuta", "ratel", "amal"]) {
      const labels = supportFormSheet(wordsOf(association), supportRequest()).sections.flatMap(
        ({ title, fields }) => [title, ...fields.map(({ label }) => label)],
      );
      expect(labels.filter((label) => !/^\p{Script=Arabic}/u.test(label))).toEqual([]);
    }
  });

  test("where danger comes first the emergency number stands at the head", () => {
    expect(read(html("form-amal"))).toContain("911");
  });

  function idsOf({ sections }: SupportFormSheet): string[] {
    return sections.flatMap(({ fields }) => fields.map(({ id }) => id)).toSorted();
  }
});
