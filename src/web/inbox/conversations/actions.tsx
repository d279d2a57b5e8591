import { useState } from "react";
import {
  AlarmClock,
  BellRing,
  CircleCheckBig,
  CornerUpLeft,
  Ellipsis,
  Forward,
  Hand,
  UserRoundPlus,
  type LucideIcon,
} from "lucide-react";
import { DropdownMenu } from "radix-ui";
import type { ConversationView } from "../../../http/staff/api.ts";
import { useConversationVerb } from "../api/queries.ts";
import { useShortcuts } from "../base/keyboard.ts";
import { useWords } from "../base/texts.tsx";
import { useMay, useMyself } from "../frame/rights.tsx";
import { Conflict } from "./conflict.tsx";
import { AssignDialog } from "./assign-dialog.tsx";
import { ReferDialog } from "./refer-dialog.tsx";
import { ReleaseDialog } from "./release-dialog.tsx";
import { ResolveDialog } from "./resolve-dialog.tsx";
import { SnoozeDialog } from "./snooze-dialog.tsx";

const dialogs = {
  release: ReleaseDialog,
  assign: AssignDialog,
  refer: ReferDialog,
  snooze: SnoozeDialog,
  resolve: ResolveDialog,
} as const;
type Asking = keyof typeof dialogs;

/** One verb a button. What is not possible now is not there. */
export function Actions(props: {
  view: ConversationView;
  onReply: () => void;
  onNote: () => void;
}) {
  const { t } = useWords();
  const me = useMyself();
  const may = useMay();
  const { card } = props.view;
  const [asking, setAsking] = useState<Asking>();
  const claim = useConversationVerb(card.id, "claim");
  const acknowledge = useConversationVerb(card.id, "acknowledge");

  const works = may("conversation.work");
  const isMine = card.holder === "staff" && card.assignee?.id === me.id;
  const isTheirs = card.holder === "staff" && !isMine;
  const canClaim = works && !isMine && (!isTheirs || may("conversation.take_over"));
  const ask = (what: Asking, isPossible: boolean) => () => isPossible && setAsking(what);
  useShortcuts({
    KeyC: () => canClaim && !isTheirs && claim.mutate({}),
    KeyL: props.onReply,
    KeyP: props.onNote,
    KeyM: ask("snooze", isMine),
    KeyE: ask("resolve", isMine),
  });
  if (!works) return null;
  const Asked = asking && dialogs[asking];

  return (
    <div className="border-b border-line bg-card px-2 pb-1.5 sm:px-4">
      <div
        role="group"
        aria-label={t("inbox.actions")}
        className="flex items-center gap-1.5 overflow-x-auto py-1"
      >
        {card.priority === "crisis" && may("crisis.acknowledge") ? (
          <Act
            icon={BellRing}
            name="acknowledge"
            kind="btn-danger"
            isBusy={acknowledge.isPending}
            onClick={() => acknowledge.mutate({})}
          />
        ) : null}
        {canClaim ? (
          <Act
            icon={Hand}
            name={isTheirs ? "take_over" : "claim"}
            kind={isTheirs ? "" : "btn-main"}
            isBusy={claim.isPending}
            onClick={() => claim.mutate(isTheirs ? { takeOver: true } : {})}
          />
        ) : null}
        {isMine ? (
          <>
            <Act icon={CornerUpLeft} name="release" onClick={() => setAsking("release")} mirrors />
            <Act icon={CircleCheckBig} name="resolve" onClick={() => setAsking("resolve")} />
            <Act icon={AlarmClock} name="snooze" onClick={() => setAsking("snooze")} />
          </>
        ) : null}
        <More
          onAsk={setAsking}
          canAssign={isMine || may("conversation.assign")}
          canRefer={isMine}
        />
      </div>
      <Conflict error={claim.error ?? acknowledge.error} card={card} />
      {Asked ? <Asked view={props.view} onClose={() => setAsking(undefined)} /> : null}
    </div>
  );
}

function Act(props: {
  icon: LucideIcon;
  name: string;
  kind?: string;
  mirrors?: boolean;
  isBusy?: boolean;
  onClick: () => void;
}) {
  const { t } = useWords();
  const Icon = props.icon;
  return (
    <button
      type="button"
      className={`btn btn-small shrink-0 ${props.kind ?? ""}`}
      disabled={props.isBusy}
      onClick={props.onClick}
    >
      <Icon size={17} aria-hidden="true" className={props.mirrors ? "ltr:scale-x-[-1]" : ""} />
      {t(`inbox.act.${props.name}`)}
    </button>
  );
}

function More(props: { onAsk: (what: Asking) => void; canAssign: boolean; canRefer: boolean }) {
  const { t } = useWords();
  const items = [
    ...(props.canAssign ? [{ what: "assign", icon: UserRoundPlus } as const] : []),
    ...(props.canRefer ? [{ what: "refer", icon: Forward } as const] : []),
  ];
  if (items.length === 0) return null;
  return (
    <DropdownMenu.Root modal={false}>
      <DropdownMenu.Trigger
        className="btn btn-quiet btn-icon btn-small ms-auto shrink-0"
        aria-label={t("inbox.actions.more")}
      >
        <Ellipsis size={20} aria-hidden="true" />
      </DropdownMenu.Trigger>
      <DropdownMenu.Portal>
        <DropdownMenu.Content
          align="end"
          collisionPadding={8}
          className="z-40 min-w-48 rounded-2xl border border-line bg-card p-2 shadow-card"
        >
          {items.map(({ what, icon: Icon }) => (
            <DropdownMenu.Item
              key={what}
              className="flex min-h-11 cursor-pointer items-center gap-3 rounded-xl px-3 outline-none data-[highlighted]:bg-raised"
              onSelect={() => props.onAsk(what)}
            >
              <Icon size={17} aria-hidden="true" className="mirror" />
              {t(`inbox.act.${what}`)}
            </DropdownMenu.Item>
          ))}
        </DropdownMenu.Content>
      </DropdownMenu.Portal>
    </DropdownMenu.Root>
  );
}
