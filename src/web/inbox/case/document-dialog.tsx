import { useState } from "react";
import { Download } from "lucide-react";
import type { CaseDetail } from "../../../http/staff/api.ts";
import { useCaseVerb } from "../api/queries.ts";
import { thenClose } from "../base/then-close.ts";
import { useWords } from "../base/texts.tsx";
import { Dialog } from "../parts/dialog.tsx";
import { Check, Field } from "../parts/field.tsx";
import { Refused } from "../parts/refused.tsx";
import { Day } from "../parts/time.tsx";
import { canDo } from "./can-do.ts";
import type { CaseFile } from "./checklist.tsx";

interface Props {
  detail: CaseDetail;
  document: CaseFile;
  onClose: () => void;
}

/** The files of one document beside what an officer has to look at. */
export function DocumentDialog(props: Props) {
  const { t } = useWords();
  const { detail, document } = props;
  const [mode, setMode] = useState<"reject" | "waive" | "sighted">();
  const mayMatch = canDo(detail, "match_document").isAllowed;
  const isMatching = document.state === "received" && mayMatch;
  return (
    <Dialog title={document.label} onClose={props.onClose} wide>
      <div className="grid gap-5 sm:grid-cols-2">
        <Files document={document} />
        <div className="grid content-start gap-4">
          <p>
            <strong>{t(`inbox.document.${document.state}`)}</strong>
            {document.matched ? (
              <span className="block text-sm text-soft">
                <Day at={document.matched.at} clock />
              </span>
            ) : null}
            {document.rejected ? (
              <span dir="auto" className="block text-bad">
                {document.rejected.reason}
              </span>
            ) : null}
          </p>
          {isMatching && !mode ? <Matching {...props} /> : null}
          {mode === "sighted" ? <Matching {...props} sighted /> : null}
          {mode === "reject" ? <Reasoned {...props} verb="reject_document" /> : null}
          {mode === "waive" ? <Reasoned {...props} verb="waive_document" /> : null}
          {mode ? null : (
            <div className="flex flex-wrap gap-2">
              {document.files.length > 0 && canDo(detail, "reject_document").isAllowed ? (
                <button type="button" className="btn btn-small" onClick={() => setMode("reject")}>
                  {t("inbox.verb.reject_document")}
                </button>
              ) : null}
              {outstanding.has(document.state) && mayMatch ? (
                <button type="button" className="btn btn-small" onClick={() => setMode("sighted")}>
                  {t("inbox.match.sighted")}
                </button>
              ) : null}
              {document.state !== "matched" && canDo(detail, "waive_document").isAllowed ? (
                <button type="button" className="btn btn-small" onClick={() => setMode("waive")}>
                  {t("inbox.verb.waive_document")}
                </button>
              ) : null}
            </div>
          )}
        </div>
      </div>
    </Dialog>
  );
}

const outstanding = new Set<CaseFile["state"]>(["missing", "expired", "rejected"]);

function Files({ document }: { document: CaseFile }) {
  const { t, format } = useWords();
  if (document.files.length === 0)
    return <p className="text-soft">{t("inbox.document.no_file")}</p>;
  return (
    <ul className="grid content-start gap-3">
      {document.files.map(({ url, mime }, index) => (
        <li key={url} className="grid justify-items-start gap-1">
          {mime.startsWith("image/") ? (
            <img
              src={url}
              alt={`${document.label} ${format.number(index + 1)}`}
              className="w-full rounded-xl border border-line bg-raised"
            />
          ) : null}
          <a href={url} download className="btn btn-small">
            <Download size={16} aria-hidden="true" />
            {t("inbox.document.file", { n: format.number(index + 1) })}
          </a>
        </li>
      ))}
    </ul>
  );
}

/** «وعلى الموظف مطابقة البيانات والتأكد من صلاحيتها»: one tick a field, and the dates on the paper. */
function Matching({ detail, document, onClose, sighted }: Props & { sighted?: boolean }) {
  const { t } = useWords();
  const match = useCaseVerb(detail, "match_document");
  const [fields, setFields] = useState<readonly string[]>([]);
  const [issuedOn, setIssued] = useState(document.issuedOn ?? "");
  const [expiresOn, setExpires] = useState(document.expiresOn ?? "");
  const isComplete = document.matchFields.every(({ id }) => fields.includes(id));
  return (
    <form
      className="grid gap-3"
      onSubmit={(event) => {
        event.preventDefault();
        thenClose(
          match.mutateAsync({
            document: document.id,
            fields: [...fields],
            ...(sighted ? { sighted } : {}),
            ...(issuedOn ? { issuedOn } : {}),
            ...(expiresOn ? { expiresOn } : {}),
          }),
          onClose,
        );
      }}
    >
      {sighted ? <p className="text-soft">{t("inbox.match.sighted.hint")}</p> : null}
      <fieldset>
        <legend className="font-semibold">{t("inbox.match.fields")}</legend>
        {document.matchFields.map(({ id, label }) => (
          <Check
            key={id}
            label={label}
            checked={fields.includes(id)}
            onChange={(isTicked) =>
              setFields(isTicked ? [...fields, id] : fields.filter((each) => each !== id))
            }
          />
        ))}
      </fieldset>
      <div className="grid grid-cols-2 gap-3">
        <Field label={t("inbox.match.issued")}>
          {(ids) => (
            <input
              {...ids}
              type="date"
              className="field"
              value={issuedOn}
              onChange={(event) => setIssued(event.target.value)}
            />
          )}
        </Field>
        <Field label={t("inbox.match.expires")}>
          {(ids) => (
            <input
              {...ids}
              type="date"
              className="field"
              value={expiresOn}
              onChange={(event) => setExpires(event.target.value)}
            />
          )}
        </Field>
      </div>
      <Refused error={match.error} />
      <button type="submit" className="btn btn-main" disabled={!isComplete || match.isPending}>
        {t("inbox.verb.match_document")}
      </button>
    </form>
  );
}

function Reasoned({
  detail,
  document,
  onClose,
  verb,
}: Props & { verb: "reject_document" | "waive_document" }) {
  const { t } = useWords();
  const act = useCaseVerb(detail, verb);
  const [reason, setReason] = useState("");
  return (
    <form
      className="grid gap-3"
      onSubmit={(event) => {
        event.preventDefault();
        thenClose(act.mutateAsync({ document: document.id, reason: reason.trim() }), onClose);
      }}
    >
      <Field label={t(`inbox.verb.${verb}.reason`)} hint={t(`inbox.verb.${verb}.hint`)}>
        {(ids) => (
          <textarea
            {...ids}
            dir="auto"
            rows={3}
            required
            className="field"
            value={reason}
            onChange={(event) => setReason(event.target.value)}
          />
        )}
      </Field>
      <Refused error={act.error} />
      <button
        type="submit"
        className="btn btn-main"
        disabled={reason.trim() === "" || act.isPending}
      >
        {t(`inbox.verb.${verb}`)}
      </button>
    </form>
  );
}
