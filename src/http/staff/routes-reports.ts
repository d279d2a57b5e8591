import { z } from "zod";
import type { CaseRecord } from "../../cases/case.ts";
import { caseTables, percentile, rounded, type Table } from "../../cases/report.ts";
import { requestQuestions } from "../../conversation/request-questions.ts";
import { recordOf } from "../../conversation/case-record.ts";
import type { AssociationId } from "../../conversation/ports.ts";
import { associationOf, type World } from "../../conversation/world.ts";
import { Refusal } from "../refusal.ts";
import type { Report } from "./api.ts";
import { aDay, route } from "./route.ts";
import { asCsv, asXlsx } from "./spreadsheet.ts";

const DAY_MS = 86_400_000;
const MOST_DAYS = 400;
const PAGE = 500;

/** Reports: counts and times over a span of days; the same tables as CSV and XLSX. */
export const reportRoutes = [
  route({
    method: "GET",
    url: "/api/reports",
    right: "report.see",
    says: "Volumes, times, questions, documents, decisions, survey groups, compliance, breaches",
    query: z.strictObject({
      from: aDay,
      to: aDay,
      format: z.enum(["json", "csv", "xlsx"]).default("json"),
    }),
    async handle({ parts: { world }, caller, query, reply }) {
      const { from, to, format } = query;
      const start = new Date(`${from}T00:00:00+03:00`);
      const end = new Date(Date.parse(`${to}T00:00:00+03:00`) + DAY_MS);
      if (end <= start || end.getTime() - start.getTime() > MOST_DAYS * DAY_MS)
        throw new Refusal(400, "report.span", `a span of 1 to ${MOST_DAYS} days is asked for`);
      const report: Report = {
        from,
        to,
        tables: await tablesOf(world, caller.association, { from, to, start, end }),
      };
      if (format === "json") return report;
      if (!caller.rights.includes("report.export"))
        throw new Refusal(403, "staff.right", "this needs the right report.export");
      await world.store.audit.write(caller.association, {
        id: world.newId(),
        at: world.clock.now(),
        by: caller.member.id,
        byName: caller.member.name,
        verb: "export",
        what: `report ${from} ${to} ${format}`,
      });
      reply.header(
        "content-disposition",
        `attachment; filename="wasl-${caller.association}-${from}-${to}.${format}"`,
      );
      return format === "csv"
        ? reply.type("text/csv; charset=utf-8").send(asCsv(report.tables))
        : reply
            .type("application/vnd.openxmlformats-officedocument.spreadsheetml.sheet")
            .send(await asXlsx(report.tables));
    },
  }),
];

interface Span {
  from: string;
  to: string;
  start: Date;
  end: Date;
}

async function tablesOf(
  world: World,
  association: AssociationId,
  { from, to, start, end }: Span,
): Promise<Table[]> {
  const { figures, surveys } = world.store;
  const { profile } = associationOf(world, association);
  const quietSince = new Date(world.clock.now().getTime() - DAY_MS);
  const [volumes, waits, questions, handled, records, survey] = await Promise.all([
    figures.volumes(association, start, end),
    figures.waits(association, start, end),
    figures.questions(association, start, end, quietSince),
    figures.handled(association, start, end),
    casesOpened(world, association, start, end),
    surveys.report(association, {
      from: from.slice(0, 7),
      to: to.slice(0, 7),
      atLeast: profile.survey.k_min,
    }),
  ]);
  return [
    {
      id: "volumes",
      columns: ["channel", "direction", "author", "messages", "conversations"],
      rows: volumes.map((each) => [
        world.channels.get(each.channelId)?.kind ?? each.channelId,
        each.direction,
        each.author,
        each.messages,
        each.conversations,
      ]),
    },
    {
      id: "response_minutes",
      columns: ["count", "p50", "p90"],
      rows: [[waits.length, rounded(percentile(waits, 0.5)), rounded(percentile(waits, 0.9))]],
    },
    {
      id: "questions",
      columns: ["question", "reached", "dropped"],
      rows: questionRows(world, questions),
    },
    {
      id: "work",
      columns: ["verb", "count"],
      rows: handled.toSorted((a, b) => b.count - a.count).map(({ verb, count }) => [verb, count]),
    },
    ...caseTables(records),
    {
      id: "survey",
      columns: ["service", "month", "question", "answers", "average"],
      rows: survey.groups.flatMap(({ service, month, scores }) =>
        Object.entries(scores).map(([question, counts]) => {
          const answers = counts.reduce((sum, count) => sum + count, 0);
          const total = counts.reduce((sum, count, index) => sum + count * (index + 1), 0);
          return [service, month, question, answers, rounded(answers > 0 ? total / answers : null)];
        }),
      ),
      withheld: survey.withheld,
    },
  ];
}

/** Questions of the request alone, as they are asked: a greeting that nobody answers is no obstacle of the form. */
function questionRows(
  world: World,
  counts: readonly { key: string; reached: number; dropped: number }[],
): Table["rows"] {
  return [...requestQuestions(world)].flatMap(([key, field]) =>
    counts
      .filter((each) => each.key === key)
      .map(({ reached, dropped }) => [field, reached, dropped]),
  );
}

/** All of the span, newest first until it is left. What the tables do not look at is let go of at once: a year of cases fits into memory. */
async function casesOpened(
  world: World,
  association: AssociationId,
  start: Date,
  end: Date,
): Promise<CaseRecord[]> {
  const records: CaseRecord[] = [];
  let after: string | undefined;
  do {
    const page = await world.store.cases.list(association, {
      limit: PAGE,
      ...(after ? { after } : {}),
    });
    for (const view of page.cases) {
      const at = new Date(view.openedAt);
      if (at < start) return records;
      if (at < end) records.push({ ...recordOf(view), answers: {}, history: [], keys: [] });
    }
    after = page.next ?? undefined;
  } while (after);
  return records;
}
