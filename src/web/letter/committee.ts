import type { CommitteeRow, CommitteeSheet } from "../../cases/sheet.ts";
import { inline } from "./inline.ts";
import { facts, foot, letterhead } from "./parts.ts";

/** The table of a session on one sheet: what the committee must know of each case, and room to write. */
export function committee(sheet: CommitteeSheet): string {
  const { columns, rows, members } = sheet;
  const heads = [columns.case, columns.facts, columns.state, columns.votes, columns.decision];
  return [
    letterhead(sheet.head, sheet.facts),
    "<main>",
    `<h1>${inline(sheet.title)}</h1>`,
    '<table class="cases">',
    '<colgroup><col class="no"><col class="case"><col class="what"><col class="state"><col class="votes"><col class="decision"></colgroup>',
    `<thead><tr><th scope="col">#</th>${heads.map((each) => `<th scope="col">${inline(each)}</th>`).join("")}</tr></thead>`,
    `<tbody>${rows.map((row, index) => rowHtml(sheet, row, index)).join("\n")}</tbody>`,
    "</table>",
    '<section class="members">',
    `<h2>${inline(members.title)}</h2>`,
    "<table>",
    `<thead><tr>${members.columns.map((each) => `<th scope="col">${inline(each)}</th>`).join("")}</tr></thead>`,
    `<tbody>${members.rows.map((row) => memberHtml(row, members.columns.length)).join("")}</tbody>`,
    "</table>",
    "</section>",
    "</main>",
    foot(sheet.foot),
  ].join("\n");
}

function rowHtml(sheet: CommitteeSheet, row: CommitteeRow, index: number): string {
  const marks = row.marks.map((mark) => `<span class="mark">${inline(mark)}</span>`).join(" ");
  const gates = row.gates.map(
    ({ label, isMet }) =>
      `<li class="${isMet ? "met" : "open"}"><span class="sign-of">${isMet ? "✓" : "✗"}</span> ${inline(label)}</li>`,
  );
  const boxes = sheet.outcomes.map(
    (outcome) => `<li><span class="count"></span>${inline(outcome)}</li>`,
  );
  return [
    "<tr>",
    `<td class="no">${inline(numeral(index + 1, sheet))}</td>`,
    `<td><p class="number">${inline(row.number)}</p><p class="name">${inline(row.name)}</p><p>${inline(row.service)}</p>${marks}</td>`,
    `<td>${facts(row.facts, "brief")}</td>`,
    `<td><ul class="gates">${gates.join("")}</ul></td>`,
    `<td><ul class="boxes">${boxes.join("")}</ul></td>`,
    "<td></td>",
    "</tr>",
  ].join("");
}

function memberHtml({ name, role }: { name: string; role: string }, columns: number): string {
  const empty = "<td></td>".repeat(Math.max(0, columns - 2));
  return `<tr><td>${inline(name)}</td><td>${inline(role)}</td>${empty}</tr>`;
}

function numeral(value: number, { head }: CommitteeSheet): string {
  return new Intl.NumberFormat(`en-u-nu-${head.numerals}`).format(value);
}
