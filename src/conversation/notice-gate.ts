import { actOnCase } from "./act-on-case.ts";
import type { Message } from "./ports.ts";
import type { World } from "./world.ts";

/*
 * The two-week notice is a gate (policy S5): that its message was sent, and that it arrived, is an action on its case.
 */

const NOTICE = "receipt";
const ARRIVED: ReadonlySet<string> = new Set(["delivered", "read"]);

/** A message has left: its case is told if it was the notice, and also what a receipt said that came before. */
export async function noticeSent(world: World, message: Message): Promise<void> {
  if (!isNotice(message)) return;
  await tellCase(world, message, "notice_sent");
  const now = await world.store.messages.get(message.associationId, message.id);
  if (now) await noticeArrived(world, now);
}

/** A receipt says how far a message came. */
export async function noticeArrived(world: World, message: Message): Promise<void> {
  if (isNotice(message) && ARRIVED.has(message.status))
    await tellCase(world, message, "notice_delivered");
}

/** The message without which no case comes before the committee. */
export function isNotice({ caseId, event }: Pick<Message, "caseId" | "event">): boolean {
  return caseId !== undefined && event === NOTICE;
}

async function tellCase(
  world: World,
  { id, associationId, caseId = "", createdAt }: Message,
  kind: "notice_sent" | "notice_delivered",
): Promise<void> {
  await actOnCase(
    world,
    associationId,
    caseId,
    { kind, at: world.clock.now().toISOString(), writtenAt: createdAt.toISOString() },
    { kind: "system", id: "receipts" },
    `${kind}.${id}`,
  );
}
