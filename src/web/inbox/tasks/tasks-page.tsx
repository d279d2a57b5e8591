import { useMutation, useQueryClient } from "@tanstack/react-query";
import { CalendarClock, CircleAlert, CircleCheckBig } from "lucide-react";
import { Link } from "react-router";
import type { TaskView } from "../../../http/staff/api.ts";
import { post } from "../api/client.ts";
import { keys, useTasks } from "../api/queries.ts";
import { useWords } from "../base/texts.tsx";
import { useNow } from "../base/use-now.ts";
import { reasonText } from "../conversations/conversation.tsx";
import { useMay } from "../frame/rights.tsx";
import { Card, Page } from "../parts/page.tsx";
import { Refused } from "../parts/refused.tsx";
import { Empty, Forbidden, Loaded } from "../parts/states.tsx";
import { Ago, Day } from "../parts/time.tsx";
import { byUrgency } from "./by-urgency.ts";

/** What somebody has to do, by when: what is late stands first. */
export function TasksPage() {
  const { t } = useWords();
  const may = useMay();
  const tasks = useTasks();
  const now = useNow();
  if (!may("task.see")) return <Forbidden />;
  return (
    <Page title={t("inbox.nav.tasks")} lead={t("inbox.tasks.lead")}>
      <Loaded
        query={tasks}
        isEmpty={(data) => data.tasks.length === 0}
        empty={
          <Card>
            <Empty title={t("inbox.tasks.empty")} />
          </Card>
        }
      >
        {(data) =>
          byUrgency(data.tasks, now).map(({ id, tasks: some }) => (
            <Card key={id} title={t(`inbox.tasks.${id}`)}>
              <ul>
                {some.map((task) => (
                  <Line key={task.id} task={task} isLate={id === "late"} />
                ))}
              </ul>
            </Card>
          ))
        }
      </Loaded>
    </Page>
  );
}

function Line({ task, isLate }: { task: TaskView; isLate: boolean }) {
  const { t, has } = useWords();
  const may = useMay();
  const client = useQueryClient();
  const done = useMutation({
    mutationFn: () => post(`/tasks/${task.id}/done`),
    onSettled: () => client.invalidateQueries({ queryKey: keys.tasks }),
  });
  const Icon = isLate ? CircleAlert : CalendarClock;
  return (
    <li className="grid gap-1 border-t border-line py-2.5 first:border-t-0">
      <div className="flex flex-wrap items-center gap-x-3 gap-y-1.5">
        <Icon size={18} aria-hidden="true" className={isLate ? "text-bad" : "text-soft"} />
        <div className="min-w-48 flex-1">
          <p className="font-semibold">
            {has(`inbox.task.${task.kind}`) ? t(`inbox.task.${task.kind}`) : task.kind}
          </p>
          <p className="text-sm text-soft">
            <span dir="auto">{reasonText(t, task.reason)}</span> · <Ago at={task.at} />
            {task.owner ? (
              <>
                {" "}
                · <bdi>{task.owner.name}</bdi>
              </>
            ) : null}
          </p>
          {task.dueAt ? (
            <p className={`text-sm ${isLate ? "font-semibold text-bad" : "text-soft"}`}>
              {t(isLate ? "inbox.tasks.was_due" : "inbox.tasks.due")} <Day at={task.dueAt} clock />
            </p>
          ) : null}
        </div>
        {task.priority === "normal" ? null : (
          <span className="chip chip-warn">{t(`inbox.priority.${task.priority}`)}</span>
        )}
        {task.conversationId ? (
          <Link to={`/c/${task.conversationId}?queue=all`} className="btn btn-small">
            {t("inbox.tasks.conversation")}
          </Link>
        ) : null}
        {task.caseId ? (
          <Link to={`/cases/${task.caseId}`} className="btn btn-small">
            {t("inbox.tasks.case")}
          </Link>
        ) : null}
        {may("task.do") ? (
          <button
            type="button"
            className="btn btn-small"
            disabled={done.isPending}
            onClick={() => done.mutate()}
          >
            <CircleCheckBig size={16} aria-hidden="true" />
            {t("inbox.tasks.done")}
          </button>
        ) : null}
      </div>
      <Refused error={done.error} />
    </li>
  );
}
