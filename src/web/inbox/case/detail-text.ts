import type { Gate } from "../../../http/staff/api.ts";

/** All words of a detail, each as `say` puts it. */
export function detailText(detail: Gate["detail"], say: (word: string) => string): string {
  if (Array.isArray(detail)) return joined(detail, say);
  if (typeof detail === "object" && detail !== null) return joined(Object.values(detail), say);
  if (typeof detail === "string") return say(detail);
  return typeof detail === "number" ? String(detail) : "";
}

function joined(details: readonly Gate["detail"][], say: (word: string) => string): string {
  return details
    .map((each) => detailText(each, say))
    .filter((each) => each !== "")
    .join("، ");
}
