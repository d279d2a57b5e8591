import { useState } from "react";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import type { Canned } from "../../../http/staff/api.ts";
import { post, remove } from "../api/client.ts";
import { useCanned } from "../api/queries.ts";
import { useWords } from "../base/texts.tsx";
import { Dialog } from "../parts/dialog.tsx";
import { Field } from "../parts/field.tsx";
import { Card } from "../parts/page.tsx";
import { Refused } from "../parts/refused.tsx";
import { Loaded } from "../parts/states.tsx";

/** Ready-made answers, each with the place in the association's documents where it stands. */
export function CannedReplies() {
  const { t } = useWords();
  const canned = useCanned();
  const client = useQueryClient();
  const [editing, setEditing] = useState<Canned | "new">();
  const take = useMutation({
    mutationFn: (id: string) => remove(`/canned/${id}`),
    onSuccess: () => client.invalidateQueries({ queryKey: ["canned"] }),
  });
  return (
    <Card
      title={t("inbox.admin.canned")}
      aside={
        <button type="button" className="btn btn-main btn-small" onClick={() => setEditing("new")}>
          {t("inbox.canned.add")}
        </button>
      }
    >
      <Loaded query={canned} isEmpty={(data) => data.canned.length === 0}>
        {(data) => (
          <ul>
            {data.canned.map((each) => (
              <li key={each.id} className="grid gap-1 border-t border-line py-2.5 first:border-t-0">
                <p className="flex flex-wrap items-center gap-3">
                  <bdi className="font-bold text-brand">/{each.shortcut}</bdi>
                  <span className="flex-1 text-sm text-soft">
                    {each.citation ? `${each.citation.document}، ${each.citation.place}` : ""}
                  </span>
                  {each.citation ? null : (
                    <>
                      <button
                        type="button"
                        className="btn btn-small"
                        onClick={() => setEditing(each)}
                      >
                        {t("inbox.edit")}
                        <span className="sr-only"> {each.shortcut}</span>
                      </button>
                      <button
                        type="button"
                        className="btn btn-small"
                        onClick={() => take.mutate(each.id)}
                      >
                        {t("inbox.remove")}
                        <span className="sr-only"> {each.shortcut}</span>
                      </button>
                    </>
                  )}
                </p>
                <p dir="auto">{each.text.ar}</p>
                {each.text.en ? (
                  <p dir="auto" className="text-soft">
                    {each.text.en}
                  </p>
                ) : null}
              </li>
            ))}
          </ul>
        )}
      </Loaded>
      <Refused error={take.error} />
      {editing ? (
        <CannedDialog
          canned={editing === "new" ? undefined : editing}
          onClose={() => setEditing(undefined)}
        />
      ) : null}
    </Card>
  );
}

function CannedDialog({ canned, onClose }: { canned: Canned | undefined; onClose: () => void }) {
  const { t } = useWords();
  const client = useQueryClient();
  const [words, setWords] = useState({
    shortcut: canned?.shortcut ?? "",
    ar: canned?.text.ar ?? "",
    en: canned?.text.en ?? "",
  });
  const save = useMutation({
    mutationFn: () => {
      const { shortcut, ar, en } = words;
      return post<Canned>("/canned", {
        ...(canned ? { id: canned.id } : {}),
        shortcut: shortcut.trim(),
        text: { ar: ar.trim(), en: en.trim() },
      });
    },
    async onSuccess() {
      await client.invalidateQueries({ queryKey: ["canned"] });
      onClose();
    },
  });
  const line = (name: keyof typeof words, isRequired: boolean, rows = 1) => (
    <Field label={t(`inbox.canned.${name}`)}>
      {(ids) => (
        <textarea
          {...ids}
          rows={rows}
          dir="auto"
          required={isRequired}
          className="field"
          value={words[name]}
          onChange={(event) => setWords({ ...words, [name]: event.target.value })}
        />
      )}
    </Field>
  );
  return (
    <Dialog title={t(canned ? "inbox.edit" : "inbox.canned.add")} onClose={onClose}>
      <form
        className="grid gap-4"
        onSubmit={(event) => {
          event.preventDefault();
          save.mutate();
        }}
      >
        {line("shortcut", true)}
        {line("ar", true, 3)}
        {line("en", true, 3)}
        <Refused error={save.error} />
        <button type="submit" className="btn btn-main" disabled={save.isPending}>
          {t("inbox.save")}
        </button>
      </form>
    </Dialog>
  );
}
