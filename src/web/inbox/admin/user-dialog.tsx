import { useState } from "react";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import type { SetUpLink, UserView } from "../../../http/staff/api.ts";
import { post } from "../api/client.ts";
import { useWords } from "../base/texts.tsx";
import { Dialog } from "../parts/dialog.tsx";
import { Check, Field } from "../parts/field.tsx";
import { Refused } from "../parts/refused.tsx";

const presets = ["officer", "manager", "committee", "administrator"] as const;
const finer = [
  "researcher",
  "delegate",
  "complaints_owner",
  "crisis_responder",
  "objection_body",
  "auditor",
] as const;

/** A new account, or other roles for one. Three presets are enough for a small office; the finer roles can be given too. */
export function UserDialog(props: {
  user: UserView | undefined;
  onClose: () => void;
  onLink: (link: SetUpLink) => void;
}) {
  const { t } = useWords();
  const client = useQueryClient();
  const { user, onClose } = props;
  const [name, setName] = useState(user?.name ?? "");
  const [branch, setBranch] = useState(user?.branch ?? "");
  const [roles, setRoles] = useState<string[]>(user?.roles ?? ["officer"]);
  const save = useMutation({
    mutationFn: () => {
      const body = { roles, ...(branch.trim() ? { branch: branch.trim() } : {}) };
      return user
        ? post<SetUpLink | UserView>(`/admin/users/${user.id}/roles`, body)
        : post<SetUpLink | UserView>("/admin/users", { name: name.trim(), ...body });
    },
    async onSuccess(answer) {
      await client.invalidateQueries({ queryKey: ["admin", "users"] });
      onClose();
      if ("url" in answer) props.onLink(answer);
    },
  });
  const choose = (role: string) => (
    <Check
      key={role}
      label={t(`inbox.role.${role}`)}
      checked={roles.includes(role)}
      onChange={(isGiven) =>
        setRoles(isGiven ? [...roles, role] : roles.filter((each) => each !== role))
      }
    />
  );
  return (
    <Dialog title={t(user ? "inbox.user.roles" : "inbox.user.add")} onClose={onClose}>
      <form
        className="grid gap-4"
        onSubmit={(event) => {
          event.preventDefault();
          save.mutate();
        }}
      >
        {user ? (
          <p className="font-semibold">
            <bdi>{user.name}</bdi>
          </p>
        ) : (
          <Field label={t("inbox.user.name")}>
            {(ids) => (
              <input
                {...ids}
                required
                dir="auto"
                className="field"
                value={name}
                onChange={(event) => setName(event.target.value)}
              />
            )}
          </Field>
        )}
        <fieldset className="grid sm:grid-cols-2">
          <legend className="font-semibold">{t("inbox.user.presets")}</legend>
          {presets.map(choose)}
        </fieldset>
        <fieldset className="grid sm:grid-cols-2">
          <legend className="font-semibold">{t("inbox.user.finer")}</legend>
          {finer.map(choose)}
        </fieldset>
        {roles.includes("delegate") ? (
          <Field label={t("inbox.user.branch")}>
            {(ids) => (
              <input
                {...ids}
                required
                dir="auto"
                className="field"
                value={branch}
                onChange={(event) => setBranch(event.target.value)}
              />
            )}
          </Field>
        ) : null}
        <Refused error={save.error} />
        <button
          type="submit"
          className="btn btn-main"
          disabled={roles.length === 0 || save.isPending}
        >
          {t("inbox.save")}
        </button>
      </form>
    </Dialog>
  );
}
