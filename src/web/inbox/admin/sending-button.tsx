import { useState } from "react";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { post } from "../api/client.ts";
import { useWords } from "../base/texts.tsx";
import { Dialog } from "../parts/dialog.tsx";
import { Field } from "../parts/field.tsx";
import { Refused } from "../parts/refused.tsx";

/** Stops the sending of a channel, or of `all`, or lets it go on; never without a reason. */
export function SendingButton({ id, verb }: { id: string; verb: "stop" | "resume" }) {
  const { t } = useWords();
  const queries = useQueryClient();
  const [isOpen, setOpen] = useState(false);
  const [reason, setReason] = useState("");
  const change = useMutation({
    mutationFn: () => post(`/admin/channels/${id}/${verb}`, { reason }),
    onSuccess: async () => {
      setOpen(false);
      setReason("");
      await queries.invalidateQueries({ queryKey: ["admin", "channels"] });
    },
  });
  const label = t(`inbox.sending.${verb}${id === "all" ? "_all" : ""}`);
  return (
    <>
      <button
        type="button"
        className="btn btn-small justify-self-start"
        onClick={() => setOpen(true)}
      >
        {label}
      </button>
      {isOpen ? (
        <Dialog title={label} onClose={() => setOpen(false)}>
          <form
            className="grid gap-4"
            onSubmit={(event) => {
              event.preventDefault();
              change.mutate();
            }}
          >
            {verb === "stop" ? <p>{t("inbox.sending.stop.hint")}</p> : null}
            <Field label={t("inbox.sending.reason")}>
              {(ids) => (
                <input
                  {...ids}
                  className="field"
                  dir="auto"
                  required
                  minLength={2}
                  maxLength={500}
                  value={reason}
                  onChange={(event) => setReason(event.target.value)}
                />
              )}
            </Field>
            <Refused error={change.error} />
            <button
              type="submit"
              className="btn btn-main justify-self-start"
              disabled={change.isPending}
            >
              {label}
            </button>
          </form>
        </Dialog>
      ) : null}
    </>
  );
}
