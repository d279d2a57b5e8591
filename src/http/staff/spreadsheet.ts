import { stringify } from "csv-stringify/sync";
import writeXlsxFile from "write-excel-file/node";
import type { Table } from "../../cases/report.ts";

/* Tables as files for a spreadsheet. What begins like a formula is text, whatever program opens it. */

/** A cell that a program might take for a formula, a tab or return that hides one, or a mark that turns the text round. */
const FORMULA = /^[\s\u200E\u200F\u202A-\u202E\u2066-\u2069]*[=+\-@\t\r|]/;
const TURNING = /[\u200E\u200F\u202A-\u202E\u2066-\u2069]/g;

type Cell = string | number | null;

/** One file, the tables one after another, with the mark by which Excel knows that it is UTF-8. */
export function asCsv(tables: readonly Table[]): string {
  const parts = tables.map(({ id, columns, rows, withheld }) =>
    stringify(
      [
        [id, ...(withheld ? [`withheld: ${withheld}`] : [])],
        columns,
        ...rows.map((row) => row.map(safe)),
      ],
      { escape_formulas: true, record_delimiter: "windows" },
    ),
  );
  return `\uFEFF${parts.join("\r\n")}`;
}

/** A sheet a table; every text is typed as text. */
export async function asXlsx(tables: readonly Table[]): Promise<Buffer> {
  const sheets = tables.map(({ id, columns, rows }) => ({
    sheet: id.slice(0, LONGEST_SHEET_NAME),
    data: [
      columns.map((value) => ({ value, type: String, fontWeight: "bold" as const })),
      ...rows.map((row) =>
        row.map((cell) =>
          typeof cell === "number"
            ? { value: cell, type: Number }
            : { value: String(safe(cell) ?? ""), type: String },
        ),
      ),
    ],
  }));
  return writeXlsxFile(sheets).toBuffer();
}

const LONGEST_SHEET_NAME = 31;

export function safe(cell: Cell): Cell {
  if (typeof cell !== "string") return cell;
  const plain = cell.replace(TURNING, "");
  return FORMULA.test(plain) ? `'${plain}` : plain;
}
