import { useState } from "react";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import type { CaseDetail } from "../../../http/staff/api.ts";
import { post } from "../api/client.ts";
import { keys, useSessions } from "../api/queries.ts";
import { thenClose } from "../base/then-close.ts";
import { useWords } from "../base/texts.tsx";
import { Dialog } from "../parts/dialog.tsx";
import { Field } from "../parts/field.tsx";
import { Refused } from "../parts/refused.tsx";

/** On the agenda of a session, by the session's own verb; without one the case waits for the next. */
export function ToCommitteeDialog({
  detail,
  onClose,
}: {
  detail: CaseDetail;
  onClose: () => void;
}) {
  const { t, format } = useWords();
  const client = useQueryClient();
  const asked = useSessions();
  const sessions = asked.data?.sessions.filter(({ status }) => status !== "closed") ?? [];
  const [chosen, setChosen] = useState<string>();
  const sessionId = chosen ?? sessions[0]?.id ?? "";
  const send = useMutation({
    mutationFn: () =>
      sessionId === ""
        ? post(`/cases/${detail.id}/to_committee`, { version: detail.version })
        : post(`/sessions/${sessionId}/add_case`, { caseId: detail.id }),
    async onSettled() {
      await client.invalidateQueries({ queryKey: keys.case(detail.id) });
      await client.invalidateQueries({ queryKey: keys.cases });
      await client.invalidateQueries({ queryKey: keys.sessions });
    },
  });
  return (
    <Dialog title={t("inbox.verb.to_committee")} onClose={onClose}>
      <form
        className="grid gap-4"
        onSubmit={(event) => {
          event.preventDefault();
          thenClose(send.mutateAsync(), onClose);
        }}
      >
        <p>{t("inbox.verb.to_committee.lead")}</p>
        <Field label={t("inbox.verb.to_committee.field")}>
          {(ids) => (
            <select
              {...ids}
              className="field"
              value={sessionId}
              onChange={(event) => setChosen(event.target.value)}
            >
              {sessions.map(({ id, at }) => (
                <option key={id} value={id}>
                  {format.both(at)}
                </option>
              ))}
              <option value="">{t("inbox.verb.to_committee.next")}</option>
            </select>
          )}
        </Field>
        <Refused error={send.error} />
        <button type="submit" className="btn btn-main" disabled={asked.isPending || send.isPending}>
          {t("inbox.verb.to_committee")}
        </button>
      </form>
    </Dialog>
  );
}
