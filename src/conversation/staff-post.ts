import type { AssociationId } from "./ports.ts";
import type { StaffMember } from "./ports-staff.ts";
import type { World } from "./world.ts";

export interface Mail {
  send(mail: { to: string; subject: string; text: string }): Promise<void>;
}

/** What goes to a member of staff away from the browser. Nothing of a person is ever in it: whoever writes it sees to that. */
export interface Post {
  /** Of the text, for the log. */
  key: string;
  subject: string;
  text: string;
  sms: string;
}

/** By mail and by SMS, to where the member has asked for it. Returns by how many ways it left. */
export async function postTo(
  world: World,
  mail: Mail | undefined,
  association: AssociationId,
  { alerts }: Pick<StaffMember, "alerts">,
  post: Post,
): Promise<number> {
  const sent = await Promise.all([
    alerts.email && mail ? byMail(world, mail, alerts.email, post) : false,
    alerts.phone ? bySms(world, association, alerts.phone, post) : false,
  ]);
  return sent.filter(Boolean).length;
}

async function byMail(world: World, mail: Mail, to: string, post: Post): Promise<boolean> {
  try {
    await mail.send({ to, subject: post.subject, text: post.text });
    return true;
  } catch {
    world.log.warn({ key: post.key }, "a message to staff did not leave by mail"); // the error may quote the address
    return false;
  }
}

async function bySms(
  world: World,
  association: AssociationId,
  phone: string,
  { key, sms: text }: Post,
): Promise<boolean> {
  const channel = world.channels.get(`${association}-sms`);
  if (!channel) return false;
  const outcome = await channel.send({
    id: world.newId(),
    to: { channelId: channel.id, scheme: "e164", value: phone },
    body: { kind: "text", text },
    key,
    author: "system",
    purpose: "staff",
  });
  if (outcome.status === "rejected")
    world.log.warn({ key, reason: outcome.error.class }, "a message to staff did not leave by SMS");
  return outcome.status !== "rejected";
}
