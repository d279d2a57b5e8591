import { hasRight, type Right } from "../cases/roles.ts";
import type { Alert } from "./live.ts";
import type { AssociationId } from "./ports.ts";
import type { StaffMember } from "./ports-staff.ts";
import type { World } from "./world.ts";

/*
 * Alerts away from the browser, to staff who asked for them: by e-mail and by SMS. Neither holds a name, a number or a
 * word of the person. A crisis goes out each time the alarm is given; of the rest nobody gets more than one in a while.
 */

interface Mail {
  send(mail: { to: string; subject: string; text: string }): Promise<void>;
}

const QUIET_MS = 10 * 60_000;

const concerns: Record<Alert, Right> = {
  crisis: "crisis.acknowledge",
  handoff: "conversation.work",
  channel: "channel.manage",
};

export function createAlerts(world: World, mail: Mail | undefined) {
  const last = new Map<string, number>();

  return async function alertStaff(association: AssociationId, alert: Alert): Promise<number> {
    const members = await world.store.staff.list(association);
    const now = world.clock.real().getTime();
    const concerned = members.filter((member) => {
      if (member.disabled || !hasRight(member.roles, concerns[alert])) return false;
      // Whoever looks at the page has heard it there; a crisis is told by every means.
      if (alert === "crisis") return true;
      if (member.presence === "online") return false;
      const key = `${member.id}.${alert}`;
      if (now - (last.get(key) ?? -QUIET_MS) < QUIET_MS) return false;
      last.set(key, now);
      return true;
    });
    const sent = await Promise.all(
      concerned.flatMap((member) => [byMail(member, alert), bySms(association, member, alert)]),
    );
    return sent.filter(Boolean).length;
  };

  async function byMail({ alerts, language }: StaffMember, alert: Alert): Promise<boolean> {
    if (!mail || !alerts.email) return false;
    const text = (key: string) => world.texts.plain(key, language) ?? key;
    try {
      await mail.send({
        to: alerts.email,
        subject: text("alert.subject"),
        text: `${text(`alert.${alert}`)}\n${world.publicUrl}/inbox\n`,
      });
      return true;
    } catch {
      world.log.warn({ alert }, "an alert did not leave by mail"); // the error may quote the address
      return false;
    }
  }

  async function bySms(
    association: AssociationId,
    { alerts, language }: StaffMember,
    alert: Alert,
  ): Promise<boolean> {
    const channel = world.channels.get(`${association}-sms`);
    if (!channel || !alerts.phone) return false;
    const key = `alert.${alert}`;
    const text = world.texts.fill(key, {}, language, { kind: "sms", twoWay: true });
    const outcome = await channel.send({
      id: world.newId(),
      to: { channelId: channel.id, scheme: "e164", value: alerts.phone },
      body: { kind: "text", text },
      key,
      author: "system",
      purpose: "staff",
    });
    if (outcome.status === "rejected")
      world.log.warn({ alert, reason: outcome.error.class }, "an alert did not leave by SMS");
    return outcome.status !== "rejected";
  }
}
