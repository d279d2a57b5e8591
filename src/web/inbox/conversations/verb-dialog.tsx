import type { ReactNode } from "react";
import type { UseMutationResult } from "@tanstack/react-query";
import type { Card, ConversationView } from "../../../http/staff/api.ts";
import { thenClose } from "../base/then-close.ts";
import { useWords } from "../base/texts.tsx";
import { Dialog } from "../parts/dialog.tsx";
import { Conflict } from "./conflict.tsx";

/** A verb that asks for something first. It closes when the server has done it; a refusal keeps what was written. */
export function VerbDialog<Body>(props: {
  verb: string;
  view: ConversationView;
  mutation: UseMutationResult<Card, Error, Body>;
  isReady?: boolean;
  onSubmit: () => Body;
  onClose: () => void;
  children: ReactNode;
}) {
  const { t } = useWords();
  const { verb, mutation, onClose } = props;
  return (
    <Dialog title={t(`inbox.act.${verb}`)} onClose={onClose}>
      <form
        className="grid gap-4"
        onSubmit={(event) => {
          event.preventDefault();
          thenClose(mutation.mutateAsync(props.onSubmit()), onClose);
        }}
      >
        {props.children}
        <Conflict error={mutation.error} card={props.view.card} />
        <div className="flex flex-wrap gap-2">
          <button
            type="submit"
            className="btn btn-main"
            disabled={mutation.isPending || props.isReady === false}
          >
            {t(`inbox.act.${verb}`)}
          </button>
          <button type="button" className="btn btn-quiet" onClick={onClose}>
            {t("inbox.cancel")}
          </button>
        </div>
      </form>
    </Dialog>
  );
}
