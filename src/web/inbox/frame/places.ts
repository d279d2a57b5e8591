import {
  ChartNoAxesColumn,
  ClipboardPen,
  FolderOpen,
  Gavel,
  Inbox,
  ListTodo,
  SlidersHorizontal,
  type LucideIcon,
} from "lucide-react";

/** A page and what one must be allowed for it to be shown. */
export interface Place {
  to: string;
  name: string;
  icon: LucideIcon;
  rights: readonly string[];
}
const places: readonly Place[] = [
  { to: "/", name: "conversations", icon: Inbox, rights: ["conversation.see"] },
  { to: "/tasks", name: "tasks", icon: ListTodo, rights: ["task.see"] },
  { to: "/cases", name: "cases", icon: FolderOpen, rights: ["case.see"] },
  { to: "/committee", name: "committee", icon: Gavel, rights: ["session.see"] },
  { to: "/intake", name: "intake", icon: ClipboardPen, rights: ["intake.record"] },
  { to: "/reports", name: "reports", icon: ChartNoAxesColumn, rights: ["report.see"] },
  {
    to: "/admin",
    name: "admin",
    icon: SlidersHorizontal,
    rights: [
      "user.manage",
      "channel.manage",
      "flow.see",
      "profile.see",
      "audit.see",
      "failed.replay",
      "canned.manage",
    ],
  },
];

/** The pages of somebody with these rights; the first is where he begins. */
export function placesOf(may: (right: string) => boolean): Place[] {
  return places.filter(({ rights }) => rights.some(may));
}
