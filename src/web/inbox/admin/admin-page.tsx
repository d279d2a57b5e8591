import type { ComponentType } from "react";
import { NavLink, Navigate, useParams } from "react-router";
import { useWords } from "../base/texts.tsx";
import { useMay } from "../frame/rights.tsx";
import { Page } from "../parts/page.tsx";
import { Forbidden } from "../parts/states.tsx";
import { Audit } from "./audit.tsx";
import { CannedReplies } from "./canned-replies.tsx";
import { Channels } from "./channels.tsx";
import { FailedMessages } from "./failed-messages.tsx";
import { Flows } from "./flows.tsx";
import { Profile } from "./profile.tsx";
import { Users } from "./users.tsx";

const parts: readonly { id: string; right: string; show: ComponentType }[] = [
  { id: "users", right: "user.manage", show: Users },
  { id: "channels", right: "channel.manage", show: Channels },
  { id: "flows", right: "flow.see", show: Flows },
  { id: "profile", right: "profile.see", show: Profile },
  { id: "canned", right: "canned.manage", show: CannedReplies },
  { id: "failed", right: "failed.replay", show: FailedMessages },
  { id: "audit", right: "audit.see", show: Audit },
];

/** What keeps the place running, in parts; each member of staff sees his own. */
export function AdminPage() {
  const { t } = useWords();
  const may = useMay();
  const { part } = useParams();
  const mine = parts.filter(({ right }) => may(right));
  const first = mine[0];
  if (!first) return <Forbidden />;
  const shown = mine.find(({ id }) => id === part);
  if (!shown) return <Navigate to={`/admin/${first.id}`} replace />;
  const Shown = shown.show;
  return (
    <Page title={t("inbox.nav.admin")}>
      <nav aria-label={t("inbox.nav.admin")} className="flex gap-1 overflow-x-auto">
        {mine.map(({ id }) => (
          <NavLink
            key={id}
            to={`/admin/${id}`}
            className={({ isActive }) =>
              `btn btn-small shrink-0 ${isActive ? "btn-main" : "btn-quiet"}`
            }
          >
            {t(`inbox.admin.${id}`)}
          </NavLink>
        ))}
      </nav>
      <Shown />
    </Page>
  );
}
