import { useQueryClient } from "@tanstack/react-query";
import { DropdownMenu } from "radix-ui";
import { Check } from "lucide-react";
import type { Me } from "../../../http/staff/api.ts";
import { post, remove, setCsrf } from "../api/client.ts";
import { keys } from "../api/queries.ts";
import { forgetRecent } from "../api/recent.ts";
import { forgetDrafts } from "../base/drafts.ts";
import { useWords } from "../base/texts.tsx";
import { useMyself } from "./rights.tsx";

const presences = ["online", "away", "offline"] as const;
const dots = { online: "bg-brand", away: "bg-gold", offline: "bg-edge" };

/** Whether I can be given conversations, and the way out. */
export function MyMenu() {
  const { t } = useWords();
  const me = useMyself();
  const client = useQueryClient();
  const show = async (presence: Me["presence"]) =>
    client.setQueryData(keys.me, await post<Me>("/me", { presence }));
  const leave = async () => {
    await remove("/session").catch(() => undefined);
    forgetDrafts();
    forgetRecent();
    setCsrf("");
    client.clear();
    await client.invalidateQueries({ queryKey: keys.me });
  };

  return (
    <DropdownMenu.Root modal={false}>
      <DropdownMenu.Trigger className="flex min-h-13 min-w-16 flex-col items-center justify-center gap-0.5 rounded-xl px-1 text-xs font-semibold text-soft hover:bg-raised">
        <span
          className="relative grid size-6 place-items-center rounded-full bg-brand-soft text-brand"
          aria-hidden="true"
        >
          {me.name.trim().charAt(0)}
          <span
            className={`absolute -end-0.5 -bottom-0.5 size-2.5 rounded-full border border-card ${dots[me.presence]}`}
          />
        </span>
        <span>{t(`inbox.presence.${me.presence}`)}</span>
        <span className="sr-only">{t("inbox.nav.me")}</span>
      </DropdownMenu.Trigger>
      <DropdownMenu.Portal>
        <DropdownMenu.Content
          side="top"
          align="end"
          collisionPadding={8}
          className="z-40 min-w-56 rounded-2xl border border-line bg-card p-2 shadow-card"
        >
          <DropdownMenu.Label className="px-3 py-2">
            <bdi className="block font-bold">{me.name}</bdi>
            <span className="text-sm text-soft">
              {me.roles.map((role) => t(`inbox.role.${role}`)).join("، ")}
            </span>
          </DropdownMenu.Label>
          <DropdownMenu.RadioGroup value={me.presence}>
            {presences.map((presence) => (
              <DropdownMenu.RadioItem
                key={presence}
                value={presence}
                className={itemClass}
                onSelect={() => void show(presence)}
              >
                <span className={`size-2.5 rounded-full ${dots[presence]}`} aria-hidden="true" />
                <span className="flex-1">{t(`inbox.presence.${presence}`)}</span>
                <DropdownMenu.ItemIndicator>
                  <Check size={16} aria-hidden="true" />
                </DropdownMenu.ItemIndicator>
              </DropdownMenu.RadioItem>
            ))}
          </DropdownMenu.RadioGroup>
          <DropdownMenu.Separator className="my-1 border-t border-line" />
          <DropdownMenu.Item className={itemClass} onSelect={() => void leave()}>
            {t("inbox.log_out")}
          </DropdownMenu.Item>
        </DropdownMenu.Content>
      </DropdownMenu.Portal>
    </DropdownMenu.Root>
  );
}

const itemClass =
  "flex min-h-11 cursor-pointer items-center gap-3 rounded-xl px-3 outline-none data-[highlighted]:bg-raised";
