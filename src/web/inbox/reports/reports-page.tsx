import { useState } from "react";
import { useQuery } from "@tanstack/react-query";
import { Download } from "lucide-react";
import type { Report } from "../../../http/staff/api.ts";
import { get } from "../api/client.ts";
import { query } from "../api/queries.ts";
import { useWords } from "../base/texts.tsx";
import { serverNow } from "../base/use-now.ts";
import { useMay } from "../frame/rights.tsx";
import { Field } from "../parts/field.tsx";
import { Card, Page } from "../parts/page.tsx";
import { Empty, Forbidden, Loaded } from "../parts/states.tsx";
import { Bars } from "./bars.tsx";

const DAY_MS = 86_400_000;
const MONTH = 30;

/** What happened between two days: a table beside each picture. */
export function ReportsPage() {
  const { t, format } = useWords();
  const may = useMay();
  const [from, setFrom] = useState(() => dayOf(serverNow() - MONTH * DAY_MS));
  const [to, setTo] = useState(() => dayOf(serverNow()));
  const report = useQuery({
    queryKey: ["report", from, to],
    queryFn: () => get<Report>(`/reports?${query({ from, to })}`),
    placeholderData: (before) => before,
  });
  if (!may("report.see")) return <Forbidden />;
  return (
    <Page title={t("inbox.nav.reports")} lead={t("inbox.reports.lead")}>
      <Card>
        <div className="flex flex-wrap items-end gap-3">
          <Field label={t("inbox.reports.from")} hint={hijri(format, from)}>
            {(ids) => (
              <input
                {...ids}
                type="date"
                className="field"
                value={from}
                max={to}
                onChange={(event) => setFrom(event.target.value)}
              />
            )}
          </Field>
          <Field label={t("inbox.reports.to")} hint={hijri(format, to)}>
            {(ids) => (
              <input
                {...ids}
                type="date"
                className="field"
                value={to}
                min={from}
                onChange={(event) => setTo(event.target.value)}
              />
            )}
          </Field>
          {may("report.export") ? (
            <div className="ms-auto flex gap-2">
              {(["csv", "xlsx"] as const).map((kind) => (
                <a
                  key={kind}
                  className="btn"
                  download
                  href={`/api/reports?${query({ from, to, format: kind })}`}
                >
                  <Download size={16} aria-hidden="true" />
                  <bdi>{kind.toUpperCase()}</bdi>
                </a>
              ))}
            </div>
          ) : null}
        </div>
      </Card>
      <Loaded
        query={report}
        isEmpty={(data) => data.tables.length === 0}
        empty={<Empty title={t("inbox.reports.empty")} />}
      >
        {(data) => (
          <div className="grid gap-5 lg:grid-cols-2">
            {data.tables.map((table) => (
              <TableCard key={table.id} table={table} />
            ))}
          </div>
        )}
      </Loaded>
    </Page>
  );
}

function TableCard({ table }: { table: Report["tables"][number] }) {
  const { t, has, format } = useWords();
  const text = (cell: string | number | null) => {
    if (typeof cell === "number") return format.number(cell);
    if (cell === null) return "–";
    const names = [
      `inbox.reports.row_${cell}`,
      `service.${cell}`,
      `inbox.stage.${cell}`,
      `document.${cell}`,
      `decision.reason.${cell}`,
      `inbox.verb.${cell}`,
      `inbox.act.${cell}`,
      `field.${cell}`,
    ];
    const known = names.find(has);
    return known ? t(known) : cell;
  };
  const title = has(`inbox.reports.${table.id}`) ? t(`inbox.reports.${table.id}`) : table.id;
  const heading = (column: string) =>
    has(`inbox.reports.column.${column}`) ? t(`inbox.reports.column.${column}`) : column;
  return (
    <Card title={title}>
      {table.rows.length === 0 ? (
        <p className="text-soft">{t("inbox.reports.no_rows")}</p>
      ) : (
        <>
          <Bars
            rows={table.rows.map((row) => [
              row
                .filter((cell) => typeof cell === "string")
                .map(text)
                .join("، "),
              row.find((cell) => typeof cell === "number"),
            ])}
          />
          <div
            className="overflow-x-auto"
            role="region"
            tabIndex={0}
            aria-label={`${t("inbox.reports.table")}: ${title}`}
          >
            <table className="table">
              <thead>
                <tr>
                  {table.columns.map((column) => (
                    <th key={column} scope="col">
                      {heading(column)}
                    </th>
                  ))}
                </tr>
              </thead>
              <tbody>
                {table.rows.map((row, index) => (
                  <tr key={index}>
                    {row.map((cell, column) => (
                      <td key={column} className={typeof cell === "number" ? "tabular-nums" : ""}>
                        <span dir="auto">{text(cell)}</span>
                      </td>
                    ))}
                  </tr>
                ))}
              </tbody>
            </table>
          </div>
        </>
      )}
      {table.withheld ? (
        <p className="text-sm text-soft">
          {t("inbox.reports.withheld", { count: table.withheld, n: format.number(table.withheld) })}
        </p>
      ) : null}
    </Card>
  );
}

function dayOf(ms: number): string {
  return new Date(ms).toISOString().slice(0, 10);
}

function hijri(format: { both(iso: string): string }, day: string): string | undefined {
  return day === "" ? undefined : format.both(`${day}T12:00:00Z`).split(" · ")[0];
}
