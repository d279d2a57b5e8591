import { useState } from "react";
import { Link } from "react-router";
import type { SessionView } from "../../../http/staff/api.ts";
import { useSessionVerb } from "../api/queries.ts";
import { useWords } from "../base/texts.tsx";
import { useMay, useMyself } from "../frame/rights.tsx";
import { Refused } from "../parts/refused.tsx";
import { Empty } from "../parts/states.tsx";
import { votes, type Point } from "./point.ts";
import { StepOutDialog } from "./step-out-dialog.tsx";
import { VoteDialog } from "./vote-dialog.tsx";

/** The cases of a session with the votes on each. Who has a conflict of interest steps out and does not vote. */
export function Agenda({ session }: { session: SessionView }) {
  const { t } = useWords();
  if (session.agenda.length === 0) return <Empty title={t("inbox.session.no_cases")} />;
  return (
    <ol className="grid gap-3">
      {session.agenda.map((point) => (
        <PointLine key={point.caseId} session={session} point={point} />
      ))}
    </ol>
  );
}

function PointLine({ session, point }: { session: SessionView; point: Point }) {
  const { t, format } = useWords();
  const me = useMyself();
  const may = useMay();
  const vote = useSessionVerb(session, "vote");
  const [asking, setAsking] = useState<"step_out" | "vote">();
  const member = session.members.find(({ id }) => id === me.id);
  const isOut = point.conflicts.some((each) => each.member === me.id);
  const mine = point.votes.find((each) => each.member === me.id)?.vote;
  const canVote =
    session.status === "open" &&
    may("session.vote") &&
    member?.present === true &&
    !isOut &&
    point.outcome === null;
  const nameOf = (id: string) => session.members.find((each) => each.id === id)?.name ?? id;

  return (
    <li className="grid gap-2 rounded-2xl border border-line p-3">
      <p className="flex flex-wrap items-center gap-x-3 gap-y-1">
        <Link to={`/cases/${point.caseId}`} className="inline-flex min-h-8 items-center font-bold">
          <bdi>{point.number}</bdi>
        </Link>
        <span className="flex-1">{point.serviceLabel}</span>
        {point.outcome ? (
          <span className="chip chip-good">{t(`inbox.outcome.${point.outcome}`)}</span>
        ) : (
          <span className="chip">{t("inbox.session.undecided")}</span>
        )}
      </p>
      <p className="flex flex-wrap gap-1.5 text-sm">
        {votes.map((each) => {
          const count = point.votes.filter(({ vote: given }) => given === each).length;
          return count > 0 ? (
            <span key={each} className="chip">
              {t(`inbox.outcome.${each}`)}: {format.number(count)}
            </span>
          ) : null;
        })}
        {point.conflicts.map((each) => (
          <span key={each.member} className="chip chip-warn">
            {t("inbox.session.stepped_out", { name: nameOf(each.member) })}
          </span>
        ))}
      </p>
      {canVote ? (
        <div role="group" aria-label={t("inbox.session.vote")} className="flex flex-wrap gap-1.5">
          {votes.map((each) => (
            <button
              key={each}
              type="button"
              aria-pressed={mine === each}
              className={`btn btn-small ${mine === each ? "btn-main" : ""}`}
              disabled={vote.isPending}
              onClick={() =>
                each === "accepted"
                  ? vote.mutate({ caseId: point.caseId, vote: each })
                  : setAsking("vote")
              }
            >
              {t(`inbox.outcome.${each}`)}
            </button>
          ))}
          <button
            type="button"
            className="btn btn-small btn-quiet"
            onClick={() => setAsking("step_out")}
          >
            {t("inbox.session.act.step_out")}
          </button>
        </div>
      ) : null}
      <Refused error={vote.error} />
      {asking === "step_out" ? (
        <StepOutDialog session={session} point={point} onClose={() => setAsking(undefined)} />
      ) : null}
      {asking === "vote" ? (
        <VoteDialog session={session} point={point} onClose={() => setAsking(undefined)} />
      ) : null}
    </li>
  );
}
