import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { Link } from "react-router";
import type { FailedView } from "../../../http/staff/api.ts";
import { get, post } from "../api/client.ts";
import { useWords } from "../base/texts.tsx";
import { Card } from "../parts/page.tsx";
import { Refused } from "../parts/refused.tsx";
import { Empty, Loaded } from "../parts/states.tsx";
import { Ago } from "../parts/time.tsx";

/** What could not be delivered, why, and once more where that can help. */
export function FailedMessages() {
  const { t, format } = useWords();
  const client = useQueryClient();
  const failed = useQuery({
    queryKey: ["admin", "failed"],
    queryFn: () => get<{ failed: FailedView[] }>("/admin/failed"),
  });
  const replay = useMutation({
    mutationFn: (id: string) => post(`/admin/failed/${id}/replay`),
    onSettled: () => client.invalidateQueries({ queryKey: ["admin", "failed"] }),
  });
  return (
    <Card title={t("inbox.admin.failed")}>
      <Loaded
        query={failed}
        isEmpty={(data) => data.failed.length === 0}
        empty={<Empty title={t("inbox.failed_messages.empty")} />}
      >
        {(data) => (
          <ul>
            {data.failed.map((each) => (
              <li
                key={each.id}
                className="flex flex-wrap items-center gap-x-4 gap-y-2 border-t border-line py-2.5 first:border-t-0"
              >
                <div className="min-w-48 flex-1">
                  <p dir="auto" className="font-medium text-bad">
                    {each.error}
                  </p>
                  <p className="text-sm text-soft">
                    <bdi>{each.channelId}</bdi> · <Ago at={each.at} /> ·{" "}
                    {t("inbox.failed_messages.attempts", {
                      count: each.attempts,
                      n: format.number(each.attempts),
                    })}
                  </p>
                </div>
                {each.conversationId ? (
                  <Link to={`/c/${each.conversationId}?queue=all`} className="btn btn-small">
                    {t("inbox.tasks.conversation")}
                  </Link>
                ) : null}
                {each.replayable ? (
                  <button
                    type="button"
                    className="btn btn-small"
                    disabled={replay.isPending}
                    onClick={() => replay.mutate(each.id)}
                  >
                    {t("inbox.failed_messages.replay")}
                  </button>
                ) : null}
              </li>
            ))}
          </ul>
        )}
      </Loaded>
      <Refused error={replay.error} />
    </Card>
  );
}
