import { MessagesSquare } from "lucide-react";
import { Link, useParams } from "react-router";
import type { CaseDetail } from "../../../http/staff/api.ts";
import { useCase } from "../api/queries.ts";
import { useWords } from "../base/texts.tsx";
import { useMay } from "../frame/rights.tsx";
import { Card, Page } from "../parts/page.tsx";
import { Loaded } from "../parts/states.tsx";
import { Answers } from "./answers.tsx";
import { CaseActions } from "./case-actions.tsx";
import { EarlierCases } from "./case-summary.tsx";
import { Checklist } from "./checklist.tsx";
import { Declaration } from "./declaration.tsx";
import { Gates } from "./gates.tsx";
import { History } from "./history.tsx";
import { Identity } from "./identity.tsx";
import { LifeLine } from "./life-line.tsx";
import { Outcome } from "./outcome.tsx";
import { StateChips } from "./state-chips.tsx";

/** One request from its first answer to its end. */
export function CasePage() {
  const { t } = useWords();
  const { id } = useParams();
  const detail = useCase(id);
  return (
    <Page
      title={detail.data ? `${t("inbox.case")} ${detail.data.number}` : t("inbox.case")}
      actions={detail.data ? <ToConversation detail={detail.data} /> : undefined}
    >
      <Loaded query={detail} rows={6}>
        {(found) => <Whole detail={found} />}
      </Loaded>
    </Page>
  );
}

function ToConversation({ detail }: { detail: CaseDetail }) {
  const { t } = useWords();
  const may = useMay();
  if (!may("conversation.see")) return null;
  return (
    <Link to={`/c/${detail.conversationId}?queue=all`} className="btn">
      <MessagesSquare size={18} aria-hidden="true" />
      {t("inbox.case.conversation")}
    </Link>
  );
}

function Whole({ detail }: { detail: CaseDetail }) {
  const { t } = useWords();
  return (
    <>
      <Card>
        <div className="flex flex-wrap items-center gap-x-4 gap-y-2">
          <p className="min-w-0 flex-1 text-lg font-bold">
            <bdi>{detail.name ?? t("inbox.no_name")}</bdi>{" "}
            <span className="font-medium text-soft">{detail.serviceLabel}</span>
          </p>
          <StateChips card={detail} />
        </div>
        <LifeLine state={detail.state} />
        <CaseActions detail={detail} />
      </Card>
      <div className="grid gap-5 lg:grid-cols-[minmax(0,3fr)_minmax(0,2fr)]">
        <div className="grid content-start gap-5">
          <Card title={t("inbox.case.documents")}>
            <Checklist detail={detail} />
          </Card>
          <Card title={t("inbox.case.answers")}>
            <Answers detail={detail} />
          </Card>
        </div>
        <div className="grid content-start gap-5">
          <Card title={t("inbox.case.gates")}>
            <Gates gates={detail.gates} />
          </Card>
          <Outcome detail={detail} />
          <Card title={t("inbox.case.declaration")}>
            <Identity detail={detail} />
            <Declaration detail={detail} />
          </Card>
          {detail.earlier.length + detail.possibleDuplicates.length > 0 ? (
            <Card title={t("inbox.case.earlier")}>
              <EarlierCases detail={detail} />
            </Card>
          ) : null}
          <Card title={t("inbox.case.history")}>
            <History detail={detail} />
          </Card>
        </div>
      </div>
    </>
  );
}
