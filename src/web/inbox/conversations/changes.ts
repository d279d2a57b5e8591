import type { Card } from "../../../http/staff/api.ts";

/** What is different now from what was seen. */
export function changesBetween(before: Card, now: Card): { key: string; name: string }[] {
  const changes: { key: string; name: string }[] = [];
  if (now.assignee && now.assignee.id !== before.assignee?.id)
    changes.push({ key: "taken", name: now.assignee.name });
  else if (before.holder !== now.holder) changes.push({ key: now.holder, name: "" });
  if (before.lastAt !== now.lastAt) changes.push({ key: "message", name: "" });
  return changes;
}
