import { fc, test as prop } from "@fast-check/vitest";
import readXlsxFile from "read-excel-file/node";
import { describe, expect, test } from "vitest";
import { percentile } from "../../../src/cases/report.ts";
import { asCsv, asXlsx, safe } from "../../../src/http/staff/spreadsheet.ts";

describe("what leaves for a spreadsheet", () => {
  test.each([
    "=1+1",
    "+966551234567",
    "-2",
    "@SUM(A1)",
    "\t=1",
    "\r=1",
    " =1",
    "\u202E=1",
    '=HYPERLINK("http://evil.example")',
    "|cmd",
  ])("%j is text and no formula", async (cell) => {
    const table = { id: "t", columns: ["a"], rows: [[cell]] };
    const [, , row = ""] = asCsv([table]).split("\r\n");
    expect(row.replace(/^"/, "")).toMatch(/^'/);
    expect(row).not.toMatch(/[\u202A-\u202E]/);
    const xlsx = await asXlsx([table]);
    expect(xlsx.subarray(0, 2).toString()).toBe("PK");
    expect(xlsx.toString("latin1")).not.toContain("<f>");
  });

  test("numbers stay numbers and Arabic stays Arabic", async () => {
    const table = { id: "t", columns: ["الخدمة", "n"], rows: [["إيجار", 12] as [string, number]] };
    expect(asCsv([table])).toBe("\uFEFFt\r\nالخدمة,n\r\nإيجار,12\r\n");
    const rows = await readXlsxFile(await asXlsx([table]));
    expect(JSON.stringify(rows)).toContain('["إيجار",12]');
  });

  prop.prop([fc.string()])("nothing that comes in begins like a formula when it leaves", (text) => {
    expect(String(safe(text))).not.toMatch(/^\s*[=+\-@]/);
  });
});

describe("percentiles", () => {
  test.each([
    [[], 0.5, null],
    [[7], 0.9, 7],
    [[4, 1, 3, 2], 0.5, 2],
    [[1, 2, 3, 4, 5, 6, 7, 8, 9, 10], 0.9, 9],
  ] as const)("of %j at %d is %j", (values, part, expected) => {
    expect(percentile(values, part)).toBe(expected);
  });
});
