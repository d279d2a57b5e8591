import { useInfiniteQuery } from "@tanstack/react-query";
import type { AuditRow } from "../../../http/staff/api.ts";
import { get } from "../api/client.ts";
import { query } from "../api/queries.ts";
import { useWords } from "../base/texts.tsx";
import { Card } from "../parts/page.tsx";
import { Loaded } from "../parts/states.tsx";

/** Who did what, when and why. Rows are added and never changed. */
export function Audit() {
  const { t, has, format } = useWords();
  const list = useInfiniteQuery({
    queryKey: ["admin", "audit"],
    initialPageParam: "",
    queryFn: ({ pageParam }) =>
      get<{ rows: AuditRow[]; next: string | null }>(`/admin/audit?${query({ after: pageParam })}`),
    getNextPageParam: (last) => last.next ?? undefined,
  });
  const rows = list.data?.pages.flatMap((page) => page.rows) ?? [];
  return (
    <Card title={t("inbox.admin.audit")}>
      <Loaded query={list} isEmpty={() => rows.length === 0}>
        {() => (
          <div
            className="overflow-x-auto"
            role="region"
            tabIndex={0}
            aria-label={t("inbox.admin.audit")}
          >
            <table className="table">
              <thead>
                <tr>
                  {["at", "who", "verb", "what", "reason"].map((column) => (
                    <th key={column} scope="col">
                      {t(`inbox.audit.${column}`)}
                    </th>
                  ))}
                </tr>
              </thead>
              <tbody>
                {rows.map((row, index) => (
                  <tr key={index}>
                    <td className="whitespace-nowrap">
                      <time dateTime={row.at} title={format.both(row.at)}>
                        {format.day(row.at)} {format.clock(row.at)}
                      </time>
                    </td>
                    <td>
                      <bdi>{row.who}</bdi>
                    </td>
                    <td>
                      {has(`inbox.verb.${row.verb}`)
                        ? t(`inbox.verb.${row.verb}`)
                        : has(`inbox.act.${row.verb}`)
                          ? t(`inbox.act.${row.verb}`)
                          : row.verb}
                    </td>
                    <td>
                      <bdi>{row.what}</bdi>
                    </td>
                    <td dir="auto">{row.reason}</td>
                  </tr>
                ))}
              </tbody>
            </table>
          </div>
        )}
      </Loaded>
      {list.hasNextPage ? (
        <button
          type="button"
          className="btn justify-self-start"
          onClick={() => void list.fetchNextPage()}
        >
          {t("inbox.more")}
        </button>
      ) : null}
    </Card>
  );
}
