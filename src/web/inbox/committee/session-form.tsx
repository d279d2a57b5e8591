import type { ReactNode } from "react";
import type { UseMutationResult } from "@tanstack/react-query";
import type { SessionView } from "../../../http/staff/api.ts";
import { thenClose } from "../base/then-close.ts";
import { useWords } from "../base/texts.tsx";
import { Dialog } from "../parts/dialog.tsx";
import { Refused } from "../parts/refused.tsx";

export interface SessionDialog {
  session: SessionView;
  onClose: () => void;
}

/** A verb of a session with what it asks for. */
export function SessionForm<Body>(props: {
  verb: string;
  mutation: UseMutationResult<SessionView, Error, Body>;
  isReady: boolean;
  wide?: boolean;
  body: () => Body;
  onClose: () => void;
  children: ReactNode;
}) {
  const { t } = useWords();
  const { mutation, verb, onClose } = props;
  return (
    <Dialog title={t(`inbox.session.act.${verb}`)} onClose={onClose} wide={props.wide ?? false}>
      <form
        className="grid gap-4"
        onSubmit={(event) => {
          event.preventDefault();
          thenClose(mutation.mutateAsync(props.body()), onClose);
        }}
      >
        {props.children}
        <Refused error={mutation.error} />
        <button
          type="submit"
          className="btn btn-main"
          disabled={!props.isReady || mutation.isPending}
        >
          {t(`inbox.session.act.${verb}`)}
        </button>
      </form>
    </Dialog>
  );
}
