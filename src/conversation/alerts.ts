import { hasRight, type Right } from "../cases/roles.ts";
import type { Alert } from "./live.ts";
import type { AssociationId } from "./ports.ts";
import { postTo, type Mail, type Post } from "./staff-post.ts";
import type { World } from "./world.ts";

/*
 * Alerts away from the browser, to staff who asked for them: by e-mail and by SMS. Neither holds a name, a number or a
 * word of the person. A crisis goes out each time the alarm is given; of the rest nobody gets more than one in a while.
 */

const QUIET_MS = 10 * 60_000;

const concerns: Record<Alert, Right> = {
  crisis: "crisis.acknowledge",
  handoff: "conversation.work",
  channel: "channel.manage",
  notice: "notice.tell",
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
      concerned.map((member) =>
        postTo(world, mail, association, member, alertOf(alert, member.language)),
      ),
    );
    return sent.reduce((sum, count) => sum + count, 0);
  };

  function alertOf(alert: Alert, language: "ar" | "en"): Post {
    const key = `alert.${alert}`;
    const text = (each: string) => world.texts.plain(each, language) ?? each;
    return {
      key,
      subject: text("alert.subject"),
      text: `${text(key)}\n${world.publicUrl}/inbox\n`,
      sms: world.texts.fill(key, {}, language, { kind: "sms", twoWay: true }),
    };
  }
}
