import { callFirst, type ToCall } from "../cases/call-first.ts";
import { weekOpening } from "../cases/calendar.ts";
import { rightsOf } from "../cases/roles.ts";
import { dayInRiyadh } from "../language/calendar.ts";
import type { AssociationId } from "./ports.ts";
import type { StaffMember } from "./ports-staff.ts";
import { postTo, type Mail, type Post } from "./staff-post.ts";
import type { Association, World } from "./world.ts";

/*
 * The first working morning of the week: whom to call first, and why, to those of staff who asked for it. Numbers of
 * cases, reasons and links; no name, no telephone, no word of a person.
 */

const DAY_MS = 86_400_000;

/** Each member once a week, whichever process comes first; whoever was away that morning is not told in the evening of the next day. */
export async function sendDigests(world: World, mail: Mail | undefined): Promise<number> {
  let sent = 0;
  for (const association of world.associations.values())
    sent += await digestOf(world, mail, association);
  return sent;
}

async function digestOf(
  world: World,
  mail: Mail | undefined,
  { id, profile }: Association,
): Promise<number> {
  const now = world.clock.now();
  const opening = weekOpening(profile, now);
  if (now < opening || now.getTime() - opening.getTime() >= DAY_MS) return 0;
  const members = (await world.store.staff.list(id)).filter(
    ({ disabled, alerts, roles }) =>
      !disabled && alerts.digest && rightsOf(roles).includes("task.see"),
  );
  let sent = 0;
  for (const member of members) {
    if (!(await world.store.settings.claim(`digest|${id}|${dayInRiyadh(opening)}|${member.id}`)))
      continue;
    sent += await postTo(world, mail, id, member, await postOf(world, id, member, now));
  }
  return sent;
}

async function postOf(
  world: World,
  association: AssociationId,
  { roles, language }: StaffMember,
  now: Date,
): Promise<Post> {
  const seesCrisis = rightsOf(roles).includes("crisis.see");
  const open = (await world.store.tasks.open(association)).filter(
    ({ priority }) => seesCrisis || priority !== "crisis",
  );
  const calls = callFirst(
    open.map((task) => ({ ...task, what: task.task ?? task.kind })),
    now,
  );
  const lines = await Promise.all(calls.map((call) => lineOf(world, association, call, language)));
  const text = (key: string) => world.texts.plain(key, language) ?? key;
  const sms = (key: string) => world.texts.fill(key, {}, language, { kind: "sms", twoWay: true });
  const url = `${world.publicUrl}/inbox/tasks`;
  const numbers = lines.map(({ number }) => number).join(language === "ar" ? "، " : ", ");
  return {
    key: "digest",
    subject: text("digest.subject"),
    text:
      lines.length === 0
        ? `${text("digest.nobody")}\n${url}\n`
        : `${text("digest.lead")}\n\n${lines.map(({ line }) => line).join("\n\n")}\n\n${url}\n`,
    sms: lines.length === 0 ? sms("digest.nobody") : `${sms("digest.lead")} ${numbers}`,
  };
}

async function lineOf(
  world: World,
  association: AssociationId,
  { conversationId, caseId, reasons }: ToCall,
  language: "ar" | "en",
): Promise<{ number: string; line: string }> {
  const text = (key: string) => world.texts.plain(key, language) ?? key;
  const found = caseId ? await world.store.cases.get(association, caseId) : undefined;
  const number = found?.number ?? text("digest.conversation");
  const path = found ? `cases/${found.id}` : `c/${conversationId}?queue=all`;
  const why = reasons
    .map((reason) => text(`digest.why.${reason}`))
    .join(language === "ar" ? "، " : ", ");
  return { number, line: `${number}: ${why}\n${world.publicUrl}/inbox/${path}` };
}
