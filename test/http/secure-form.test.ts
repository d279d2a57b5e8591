import { beforeEach, describe, expect, test } from "vitest";
import { jpeg, multipart, ogg, pdf, png } from "../support/files.ts";
import { formTokens, openWebWorld, type WebWorld } from "../support/web-world.ts";

let world: WebWorld;
beforeEach(async () => {
  world = await openWebWorld();
});

const url = (name: keyof typeof formTokens, more = "") => `/form/${formTokens[name]}${more}`;
const IBAN = "SA2799000000000000000001";
const send = (
  name: keyof typeof formTokens,
  fields: Record<string, string>,
  headers: Record<string, string> = {},
  more = "",
) =>
  world.app.inject({
    method: "POST",
    url: url(name, more),
    headers: { "content-type": "application/x-www-form-urlencoded", ...headers },
    payload: new URLSearchParams(fields).toString(),
  });
const sendFiles = (name: keyof typeof formTokens, parts: Parameters<typeof multipart>[0]) => {
  const form = multipart(parts);
  return world.app.inject({
    method: "POST",
    url: url(name),
    headers: form.headers,
    payload: form.payload,
  });
};
const good = { national_id: "1999999004", id_expiry: "2030-01-01" };

describe("looking at the page", () => {
  test("asks by the ids of the data dictionary, with labels and help, and uses nothing up", async () => {
    for (let count = 0; count < 3; count++) {
      const page = await world.app.inject({ url: url("identity") });
      expect(page.statusCode).toBe(200);
      expect(page.body).toMatch(/<html lang="ar" dir="rtl">/);
      expect(page.body).toContain('<label for="national_id">رقم الهوية / الإقامة</label>');
      expect(page.body).toMatch(
        /<input type="text" inputmode="numeric" id="national_id" name="national_id" [^>]*aria-describedby="national_id-help"/,
      );
    }
    expect((await send("identity", good)).statusCode).toBe(303);
  });

  test("is never kept, framed by strangers or told to others", async () => {
    const { headers } = await world.app.inject({ url: url("identity") });
    expect(headers).toMatchObject({
      "cache-control": "no-store",
      "referrer-policy": "no-referrer",
      "content-security-policy":
        "default-src 'none'; style-src 'self'; font-src 'self'; img-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'self' http://127.0.0.1:4999",
    });
  });

  test("speaks English when asked, and keeps to it", async () => {
    const page = await world.app.inject({ url: url("identity", "?lang=en&panel=1") });
    expect(page.body).toMatch(/<html lang="en" dir="ltr">/);
    expect(page.body).toContain(`action="${url("identity", "?panel=1&amp;lang=en")}"`);
    const done = await send("identity", good, {}, "?panel=1&lang=en");
    expect(done.headers["location"]).toBe(url("identity", "/thanks?panel=1&lang=en"));
  });

  test.each<[keyof typeof formTokens, number, string]>([
    ["used", 410, "استُخدم هذا الرابط من قبل"],
    ["expired", 410, "انتهت مدة هذا الرابط"],
    ["resume", 404, "لم نجد هذه الصفحة"],
  ])("a link that is %s says so kindly", async (name, status, words) => {
    for (const page of [await world.app.inject({ url: url(name) }), await send(name, good)]) {
      expect(page.statusCode).toBe(status);
      expect(page.headers["content-type"]).toBe("text/html; charset=utf-8");
      expect(page.headers["cache-control"]).toBe("no-store");
      expect(page.body).toContain(words);
      expect(page.body).not.toContain("<form");
    }
    expect(world.submitted).toEqual([]);
  });

  test.each(["nobody00000", "short", "with space0", "a".repeat(99), "%00%00", "__proto__"])(
    "a token that is none (%s) finds nothing",
    async (token) => {
      const page = await world.app.inject({ url: `/form/${token}` });
      expect(page.statusCode).toBe(404);
      expect(page.body).not.toContain(token);
    },
  );

  test("guessing is limited", async () => {
    let last = 0;
    for (let count = 0; count < 70; count++)
      last = (await world.app.inject({ url: `/form/nobody${String(count).padStart(5, "0")}` }))
        .statusCode;
    expect(last).toBe(429);
  });
});

describe("sending", () => {
  test("stores the values as they are read, uses the link up, and thanks", async () => {
    const answer = await send("identity", { national_id: " ١٩٩٩٩٩٩٠٠٤ ", id_expiry: "30/12/1459" });
    expect([answer.statusCode, answer.headers["location"]]).toEqual([
      303,
      url("identity", "/thanks"),
    ]);
    expect(world.submitted).toMatchObject([
      {
        form: { id: "identity" },
        values: { national_id: "1999999004", id_expiry: "2038-02-05" },
        documents: [],
      },
    ]);
    const thanks = await world.app.inject({ url: url("identity", "/thanks") });
    expect([thanks.statusCode, thanks.body.includes("تم استلام البيانات بأمان")]).toEqual([
      200,
      true,
    ]);
    expect((await world.app.inject({ url: url("identity") })).statusCode).toBe(410);
    expect((await send("identity", good)).statusCode).toBe(410);
    expect(world.submitted).toHaveLength(1);
  });

  test("the thanks of a form that was not sent lead back to it", async () => {
    const answer = await world.app.inject({ url: url("identity", "/thanks?lang=en") });
    expect([answer.statusCode, answer.headers["location"]]).toEqual([
      303,
      url("identity", "?lang=en"),
    ]);
  });

  test("twice at once is stored once", async () => {
    const answers = await Promise.all([send("identity", good), send("identity", good)]);
    expect(new Set(answers.map(({ statusCode }) => statusCode))).toEqual(new Set([303, 410]));
    expect(world.submitted).toHaveLength(1);
  });

  test("a failure to store uses nothing up and loses nothing", async () => {
    const { submitForm } = world.parts;
    world.parts.submitForm = () => Promise.reject(Object.assign(new Error("away 1999999004")));
    const failed = await send("identity", good);
    expect(failed.statusCode).toBe(500);
    expect(failed.body).toContain("تعذّر الحفظ الآن");
    expect(failed.body).not.toContain("1999999004");
    world.parts.submitForm = submitForm;
    expect((await send("identity", good)).statusCode).toBe(303);
  });

  test("what was not asked for is not taken", async () => {
    await send("identity", {
      ...good,
      iban: IBAN,
      associationId: "ratel",
      __proto__: "x",
      constructor: "x",
    });
    expect(world.submitted[0]!.values).toEqual({
      national_id: "1999999004",
      id_expiry: "2030-01-01",
    });
  });
});

describe("what needs mending", () => {
  test.each<[Record<string, string>, string, string]>([
    [{ national_id: "" }, "national_id", "هذا الحقل مطلوب"],
    [{ national_id: "1999999005" }, "national_id", "لم نتمكن من التحقق من الرقم"],
    [{ national_id: "19999" }, "national_id", "عدد الأرقام أقل أو أكثر"],
    [{ national_id: "3999999004" }, "national_id", "يبدأ رقم الهوية"],
    [{ national_id: "0551234567" }, "national_id", "هذا رقم جوال"],
    [{ id_expiry: "1/1/1440" }, "id_expiry", "هذا التاريخ مضى"],
    [{ id_expiry: "31/2/2030" }, "id_expiry", "هذا اليوم غير موجود"],
    [{ id_expiry: "1/1/30" }, "id_expiry", "السنة بأربعة أرقام"],
  ])("%j", async (wrong, field, words) => {
    const page = await send("identity", { ...good, ...wrong });
    expect(page.statusCode).toBe(422);
    const fault = new RegExp(`<p class="fault" id="${field}-fault">([^<]*)</p>`).exec(
      page.body,
    )![1];
    expect(fault).toContain(words);
    expect(page.body).toMatch(new RegExp(`id="${field}"[^>]*aria-invalid="true"`));
    expect(page.body).toContain(`<li><a href="#${field}">`);
    expect(world.submitted).toEqual([]);
    expect((await send("identity", good)).statusCode).toBe(303);
  });

  test("keeps what was typed, as text and nothing else", async () => {
    const page = await send("identity", { ...good, id_expiry: '"><script>alert(1)</script>' });
    expect(page.body).toContain('value="1999999004"');
    expect(page.body).toContain("&quot;&gt;&lt;script&gt;");
    expect(page.body).not.toContain("<script>");
  });

  test("is told to programs as fields", async () => {
    const answer = await send("identity", { national_id: "1" }, { accept: "application/json" });
    expect(answer.statusCode).toBe(422);
    expect(answer.json()).toEqual({
      error: {
        code: "form.invalid",
        message: expect.any(String),
        fields: { national_id: "length", id_expiry: "required" },
      },
    });
  });
});

describe("documents", () => {
  const fields = [
    { name: "iban", value: IBAN },
    { name: "iban_holder", value: "نورة، الزوجة" },
  ];
  const file = (name: string, value: Buffer, fileName = "x.pdf") => ({
    name,
    fileName,
    value,
    type: "application/pdf",
  });

  test("go with the values, cleaned, under our keys", async () => {
    const answer = await sendFiles("payout", [
      ...fields,
      file("rent_contract", jpeg(), "../عقد.exe"),
    ]);
    expect(answer.statusCode).toBe(303);
    expect(world.submitted).toMatchObject([
      {
        values: { iban: IBAN, iban_holder: "نورة، الزوجة" },
        documents: [{ id: "rent_contract", storageKey: "blob-1" }],
      },
    ]);
    expect(world.files.get("blob-1")).toMatchObject({ mime: "image/jpeg", fileName: "عقد.jpg" });
    expect(world.files.get("blob-1")!.bytes.includes("GPS")).toBe(false);
  });

  test("beside fields may be left out", async () => {
    expect(
      (await sendFiles("payout", [...fields, file("rent_contract", Buffer.alloc(0), "")]))
        .statusCode,
    ).toBe(303);
    expect(world.submitted[0]!.documents).toEqual([]);
  });

  test("alone: not none of them", async () => {
    const page = await sendFiles("documents", [file("medical_report", Buffer.alloc(0), "")]);
    expect(page.statusCode).toBe(422);
    expect((await sendFiles("documents", [file("family_register", pdf())])).statusCode).toBe(303);
  });

  test.each<[string, Buffer, string]>([
    ["a page", Buffer.from("<html><script>1</script>"), "الأنواع المقبولة"],
    ["a voice note", ogg, "الأنواع المقبولة"],
    ["a PDF with a script", pdf("/S /JavaScript"), "تصوير المستند مرة أخرى"],
    ["nothing", Buffer.alloc(0), "الملف فارغ"],
    ["more than is allowed", Buffer.alloc(1_100_000, 1), "أكبر من 1 ميجابايت"],
  ])("%s: the page says what is accepted, and nothing is written", async (_what, bytes, words) => {
    const page = await sendFiles("payout", [...fields, file("rent_contract", bytes)]);
    expect(page.statusCode).toBe(422);
    expect(page.body).toContain(words);
    expect(page.body).toContain(`value="${IBAN}"`);
    expect([world.files.size, world.submitted.length]).toEqual([0, 0]);
  });

  test("that are right beside a field that is wrong have to be chosen again, and the page says so", async () => {
    const page = await sendFiles("payout", [
      { name: "iban", value: "SA1" },
      file("rent_contract", png()),
    ]);
    expect(page.statusCode).toBe(422);
    expect(page.body).toContain("يُرجى اختيار الملف مرة أخرى");
    expect(world.files.size).toBe(0);
  });

  test("for which nobody asked are not kept", async () => {
    const page = await sendFiles("payout", [...fields, file("national_id_image", png())]);
    expect(page.statusCode).toBe(303);
    expect(world.files.size).toBe(0);
  });
});

describe("who sends", () => {
  test.each<[string, Record<string, string>, number]>([
    ["another site", { "sec-fetch-site": "cross-site", origin: "null" }, 403],
    ["a sister site", { "sec-fetch-site": "same-site" }, 403],
    ["another site of an old browser", { origin: "https://evil.example" }, 403],
    [
      "its own page, whose referrer policy hides its origin",
      { "sec-fetch-site": "same-origin", origin: "null" },
      303,
    ],
    ["its own page in an old browser", { origin: "null" }, 303],
    ["a program", {}, 303],
  ])("%s", async (_what, headers, status) => {
    const answer = await send("identity", good, headers);
    expect(answer.statusCode).toBe(status);
    expect(world.submitted).toHaveLength(status === 303 ? 1 : 0);
  });

  test("too much is refused kindly", async () => {
    const page = await send("identity", { national_id: "1".repeat(20_000) });
    expect(page.statusCode).toBe(413);
    expect(page.body).toContain("حجم الملفات أكبر من المسموح");
  });

  test("no token and no value of a person stands in the log", async () => {
    world.parts.forms.find = () => Promise.reject(new Error("away"));
    await world.app.inject({ url: url("identity") });
    await send("identity", good);
    expect(world.world.logged).toHaveLength(2);
    expect(JSON.stringify(world.world.logged)).not.toMatch(/identity001|1999999004/);
    expect(JSON.stringify(world.world.logged)).toContain("/form/:token");
  });
});
