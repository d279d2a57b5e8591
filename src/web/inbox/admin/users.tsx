import { useState } from "react";
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { KeyRound, LockKeyhole, UserPlus } from "lucide-react";
import type { SetUpLink, UserView } from "../../../http/staff/api.ts";
import { get, post } from "../api/client.ts";
import { useWords } from "../base/texts.tsx";
import { Dialog } from "../parts/dialog.tsx";
import { Card } from "../parts/page.tsx";
import { Refused } from "../parts/refused.tsx";
import { Loaded } from "../parts/states.tsx";
import { Ago, Day } from "../parts/time.tsx";
import { UserDialog } from "./user-dialog.tsx";

/** Accounts: who may do what, and the one-time links by which people choose their own password. */
export function Users() {
  const { t } = useWords();
  const users = useQuery({
    queryKey: ["admin", "users"],
    queryFn: () => get<{ users: UserView[] }>("/admin/users"),
  });
  const [link, setLink] = useState<SetUpLink>();
  const [editing, setEditing] = useState<UserView | "new">();
  return (
    <Card
      title={t("inbox.admin.users")}
      aside={
        <button type="button" className="btn btn-main btn-small" onClick={() => setEditing("new")}>
          <UserPlus size={16} aria-hidden="true" />
          {t("inbox.user.add")}
        </button>
      }
    >
      <Loaded query={users}>
        {(data) => (
          <ul>
            {data.users.map((user) => (
              <Line key={user.id} user={user} onLink={setLink} onEdit={() => setEditing(user)} />
            ))}
          </ul>
        )}
      </Loaded>
      {editing ? (
        <UserDialog
          user={editing === "new" ? undefined : editing}
          onClose={() => setEditing(undefined)}
          onLink={setLink}
        />
      ) : null}
      {link ? <LinkDialog link={link} onClose={() => setLink(undefined)} /> : null}
    </Card>
  );
}

function Line({
  user,
  onLink,
  onEdit,
}: {
  user: UserView;
  onLink: (link: SetUpLink) => void;
  onEdit: () => void;
}) {
  const { t } = useWords();
  const client = useQueryClient();
  const act = useMutation({
    mutationFn: (verb: "reset" | "disable" | "enable") =>
      post<SetUpLink | UserView>(`/admin/users/${user.id}/${verb}`),
    onSuccess: (answer) => {
      if ("url" in answer) onLink(answer);
      return client.invalidateQueries({ queryKey: ["admin", "users"] });
    },
  });
  return (
    <li className="grid gap-2 border-t border-line py-2.5 first:border-t-0">
      <div className="flex flex-wrap items-center gap-x-4 gap-y-2">
        <div className="min-w-48 flex-1">
          <p className="font-semibold">
            <bdi>{user.name}</bdi>
          </p>
          <p className="text-sm text-soft">
            {user.roles.map((role) => t(`inbox.role.${role}`)).join("، ")}
            {user.branch ? ` · ${user.branch}` : ""}
          </p>
        </div>
        <span className="flex flex-wrap gap-1.5">
          {user.secondFactor ? (
            <span className="chip chip-good">
              <KeyRound size={13} aria-hidden="true" />
              {t("inbox.user.second_factor")}
            </span>
          ) : null}
          {user.lockedUntil ? (
            <span className="chip chip-bad">
              <LockKeyhole size={13} aria-hidden="true" />
              {t("inbox.user.locked")}
            </span>
          ) : null}
          {user.disabled ? <span className="chip chip-bad">{t("inbox.user.disabled")}</span> : null}
        </span>
        <span className="text-sm text-soft">
          {user.lastSeenAt ? <Ago at={user.lastSeenAt} /> : t("inbox.user.never")}
        </span>
        <div className="flex flex-wrap gap-1">
          <button type="button" className="btn btn-small" onClick={onEdit}>
            {t("inbox.user.roles")}
            <span className="sr-only"> {user.name}</span>
          </button>
          <button type="button" className="btn btn-small" onClick={() => act.mutate("reset")}>
            {t("inbox.user.reset")}
            <span className="sr-only"> {user.name}</span>
          </button>
          <button
            type="button"
            className="btn btn-small"
            onClick={() => act.mutate(user.disabled ? "enable" : "disable")}
          >
            {t(user.disabled ? "inbox.user.enable" : "inbox.user.disable")}
            <span className="sr-only"> {user.name}</span>
          </button>
        </div>
      </div>
      <Refused error={act.error} />
    </li>
  );
}

function LinkDialog({ link, onClose }: { link: SetUpLink; onClose: () => void }) {
  const { t } = useWords();
  return (
    <Dialog title={t("inbox.user.link")} onClose={onClose}>
      <p>{t("inbox.user.link.lead")}</p>
      <p className="rounded-xl bg-raised p-3">
        <bdi className="break-all whitespace-normal">{link.url}</bdi>
      </p>
      <p className="text-sm text-soft">
        {t("inbox.user.link.until")} <Day at={link.expiresAt} clock />
      </p>
    </Dialog>
  );
}
