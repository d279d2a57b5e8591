import { useState } from "react";
import { useMutation } from "@tanstack/react-query";
import type { CaseDetail, Revealed } from "../../../http/staff/api.ts";
import { post } from "../api/client.ts";
import { useWords } from "../base/texts.tsx";
import { useMay } from "../frame/rights.tsx";
import { Dialog } from "../parts/dialog.tsx";
import { Field } from "../parts/field.tsx";
import { Refused } from "../parts/refused.tsx";

/** The identity number, masked. The whole of it costs a reason and a row in the audit, and goes with the dialog. */
export function Identity({ detail }: { detail: CaseDetail }) {
  const { t } = useWords();
  const may = useMay();
  const [isOpen, setOpen] = useState(false);
  if (detail.identity === null) return null;
  return (
    <p className="flex flex-wrap items-center justify-between gap-2">
      <span className="text-soft">{t("inbox.case.identity")}</span>
      <bdi className="font-medium">{detail.identity}</bdi>
      {may("case.reveal") ? (
        <button type="button" className="btn btn-small" onClick={() => setOpen(true)}>
          {t("inbox.verb.reveal")}
        </button>
      ) : null}
      {isOpen ? <RevealDialog detail={detail} onClose={() => setOpen(false)} /> : null}
    </p>
  );
}

function RevealDialog({ detail, onClose }: { detail: CaseDetail; onClose: () => void }) {
  const { t } = useWords();
  const [reason, setReason] = useState("");
  const reveal = useMutation({
    mutationFn: () => post<Revealed>(`/cases/${detail.id}/reveal`, { reason: reason.trim() }),
    gcTime: 0, // what was shown is not kept
  });
  return (
    <Dialog title={t("inbox.verb.reveal")} onClose={onClose}>
      {reveal.data ? (
        <dl className="grid gap-2">
          {reveal.data.values.map(({ id, label, value }) => (
            <div key={id}>
              <dt className="text-soft">{label}</dt>
              <dd className="text-lg font-bold">
                <bdi>{value}</bdi>
              </dd>
            </div>
          ))}
        </dl>
      ) : (
        <form
          className="grid gap-3"
          onSubmit={(event) => {
            event.preventDefault();
            reveal.mutate();
          }}
        >
          <Field label={t("inbox.reveal.reason")} hint={t("inbox.reveal.hint")}>
            {(ids) => (
              <textarea
                {...ids}
                dir="auto"
                rows={2}
                required
                className="field"
                value={reason}
                onChange={(event) => setReason(event.target.value)}
              />
            )}
          </Field>
          <Refused error={reveal.error} />
          <button
            type="submit"
            className="btn btn-main"
            disabled={reason.trim() === "" || reveal.isPending}
          >
            {t("inbox.verb.reveal")}
          </button>
        </form>
      )}
    </Dialog>
  );
}
