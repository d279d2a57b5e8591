import { useState } from "react";
import { FileCheck2, FileClock, FileQuestion, FileX2, type LucideIcon } from "lucide-react";
import type { CaseDetail } from "../../../http/staff/api.ts";
import { useWords } from "../base/texts.tsx";
import { canDo } from "./can-do.ts";
import { DocumentDialog } from "./document-dialog.tsx";

export type CaseFile = CaseDetail["documents"][number];

/** Every document that the service asks for, with what became of it. Matching is a human's word, field by field. */
export function Checklist({ detail }: { detail: CaseDetail }) {
  const [opened, setOpened] = useState<string>();
  const document = detail.documents.find(({ id }) => id === opened);
  return (
    <>
      <ul className="grid">
        {detail.documents.map((each) => (
          <Line key={each.id} detail={detail} document={each} onOpen={() => setOpened(each.id)} />
        ))}
      </ul>
      {document ? (
        <DocumentDialog detail={detail} document={document} onClose={() => setOpened(undefined)} />
      ) : null}
    </>
  );
}

const icons: Record<CaseFile["state"], LucideIcon> = {
  missing: FileQuestion,
  received: FileClock,
  matched: FileCheck2,
  expired: FileX2,
  rejected: FileX2,
  not_applicable: FileCheck2,
};
const colours: Record<CaseFile["state"], string> = {
  missing: "chip-warn",
  received: "chip-info",
  matched: "chip-good",
  expired: "chip-bad",
  rejected: "chip-bad",
  not_applicable: "",
};

function Line(props: { detail: CaseDetail; document: CaseFile; onOpen: () => void }) {
  const { t, format } = useWords();
  const { document } = props;
  const Icon = icons[document.state];
  const mayWork = (["match_document", "reject_document", "waive_document"] as const).some(
    (verb) => canDo(props.detail, verb).isShown,
  );
  return (
    <li className="flex items-center gap-2 border-t border-line py-1.5 first:border-t-0">
      <Icon size={18} aria-hidden="true" className="shrink-0 text-soft" />
      <span className="min-w-0 flex-1 text-sm">
        <span className="block font-medium">{document.label}</span>
        <span className="flex flex-wrap items-center gap-1.5 text-soft">
          <span className={`chip ${colours[document.state]}`}>
            {t(`inbox.document.${document.state}`)}
          </span>
          {document.required ? null : <span>{t("inbox.document.optional")}</span>}
          {document.expiresOn ? (
            <span>{t("inbox.document.until", { date_g: format.day(document.expiresOn) })}</span>
          ) : null}
        </span>
      </span>
      {mayWork || document.files.length > 0 ? (
        <button type="button" className="btn btn-small" onClick={props.onOpen}>
          {t(document.state === "received" ? "inbox.document.match" : "inbox.document.open")}
          <span className="sr-only"> {document.label}</span>
        </button>
      ) : null}
    </li>
  );
}
