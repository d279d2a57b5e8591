import { useState } from "react";
import { Printer } from "lucide-react";
import { useParams } from "react-router";
import type { SessionView } from "../../../http/staff/api.ts";
import { useSession } from "../api/queries.ts";
import { useWords } from "../base/texts.tsx";
import { useMay } from "../frame/rights.tsx";
import { Card, Page } from "../parts/page.tsx";
import { Loaded } from "../parts/states.tsx";
import { AddCaseDialog } from "./add-case-dialog.tsx";
import { Agenda } from "./agenda.tsx";
import { CloseDialog } from "./close-dialog.tsx";
import { OpenDialog } from "./open-dialog.tsx";
import { RecordDialog } from "./record-dialog.tsx";

const dialogs = {
  open: OpenDialog,
  add_case: AddCaseDialog,
  record: RecordDialog,
  close: CloseDialog,
} as const;
type Asking = keyof typeof dialogs;

/** One session: who is there, what is on the table, and what came of it. */
export function SessionPage() {
  const { format, t } = useWords();
  const { id = "" } = useParams();
  const session = useSession(id);
  const title = session.data
    ? `${t("inbox.session")}، ${format.day(session.data.at)}`
    : t("inbox.session");
  return (
    <Page title={title}>
      <Loaded query={session}>{(data) => <Opened session={data} />}</Loaded>
    </Page>
  );
}

function Opened({ session }: { session: SessionView }) {
  const { t, format } = useWords();
  const may = useMay();
  const [asking, setAsking] = useState<Asking>();
  const Asked = asking && dialogs[asking];
  const isOver = session.status === "closed";
  const acts: [Asking, boolean][] = [
    ["open", session.status === "planned" && may("session.plan")],
    ["add_case", !isOver && may("case.refer")],
    ["record", !isOver && may("session.record")],
    ["close", session.status === "open" && may("session.record")],
  ];
  const { needed, present, reached } = session.quorum;
  return (
    <>
      <Card>
        <div className="flex flex-wrap items-center gap-2">
          <span className="chip chip-good">{t(`inbox.session.${session.status}`)}</span>
          <span className={`chip ${reached ? "chip-good" : "chip-warn"}`}>
            {t(reached ? "inbox.quorum.reached" : "inbox.quorum.open", {
              n: format.number(present),
              count: format.number(needed),
            })}
          </span>
          {session.minutesNumber ? (
            <span>
              {t("inbox.session.minutes")} <bdi>{session.minutesNumber}</bdi>
            </span>
          ) : null}
          <a
            href={session.sheetUrl}
            className="btn btn-small ms-auto"
            target="_blank"
            rel="noopener"
          >
            <Printer size={16} aria-hidden="true" />
            {t("inbox.session.sheet")}
          </a>
        </div>
        <div className="flex flex-wrap gap-2">
          {acts
            .filter(([, isPossible]) => isPossible)
            .map(([what], index) => (
              <button
                key={what}
                type="button"
                className={`btn btn-small ${index === 0 ? "btn-main" : ""}`}
                onClick={() => setAsking(what)}
              >
                {t(`inbox.session.act.${what}`)}
              </button>
            ))}
        </div>
        <ul className="flex flex-wrap gap-2" aria-label={t("inbox.session.members")}>
          {session.members.map((member) => (
            <li key={member.id} className={`chip ${member.present ? "chip-good" : ""}`}>
              <bdi>{member.name}</bdi>
              {member.chair ? <span>({t("inbox.session.chair")})</span> : null}
              <span>{t(member.present ? "inbox.session.present" : "inbox.session.absent")}</span>
            </li>
          ))}
        </ul>
      </Card>
      <Card title={t("inbox.session.agenda")}>
        <Agenda session={session} />
      </Card>
      {Asked ? <Asked session={session} onClose={() => setAsking(undefined)} /> : null}
    </>
  );
}
