import { z } from "zod";
import {
  finishImprovement,
  newsOf,
  planImprovement,
  themes,
  type ImprovementRefusal,
} from "../../cases/improvement.ts";
import { departmentIds } from "../../cases/quality.ts";
import { startCampaign } from "../../conversation/campaign.ts";
import { recordRemark } from "../../conversation/effects/said.ts";
import { qualityOf } from "../../conversation/quality.ts";
import { screened } from "../../conversation/screen-text.ts";
import { associationOf } from "../../conversation/world.ts";
import { dayInRiyadh } from "../../language/calendar.ts";
import { Refusal } from "../refusal.ts";
import { byId, nothing, reason, route } from "./route.ts";

const month = z.string().regex(/^\d{4}-(?:0[1-9]|1[0-2])$/, "is no month such as 2026-11");
/** Goes to many people, by SMS too: one short sentence that names nobody. */
const aDeed = z
  .string()
  .trim()
  .min(3)
  .max(60)
  .refine((text) => screened(text) === text, "names somebody or holds a number");

/** What is made better, and how good it is: for every department, about no person. */
export const qualityRoutes = [
  route({
    method: "GET",
    url: "/api/quality",
    right: "member",
    says: "The digest of a month that every department gets: its own part, what people said, what is made better",
    query: z.strictObject({ month }),
    handle: ({ parts: { world }, caller, query }) =>
      qualityOf(world, caller.association, query.month),
  }),
  route({
    method: "POST",
    url: "/api/quality/remarks",
    right: "member",
    says: "A department says how another one serves it; without the name of whoever says it",
    body: z.strictObject({ about: z.enum(departmentIds), text: reason }),
    audit: false, // it would keep the name
    handle: async ({ parts: { world }, caller, body }) => ({
      number: await recordRemark(world, caller.association, body),
    }),
  }),
  route({
    method: "GET",
    url: "/api/improvements",
    right: "report.see",
    says: "What is being made better, and what people said that led to it",
    handle: async ({ parts: { world }, caller }) => ({
      improvements: await world.store.improvements.list(caller.association),
    }),
  }),
  route({
    method: "POST",
    url: "/api/improvements",
    right: "canned.manage",
    says: "A plan that stands on answers of these months which named its theme; refused where none did",
    body: z.strictObject({
      theme: z.enum(themes),
      plan: reason,
      with: z.array(z.string().trim().min(2).max(80)).max(8),
      from: month,
      to: month,
    }),
    audit: ({ body }) => ({ verb: "improvement", what: `theme ${body.theme}` }),
    async handle({ parts: { world }, caller, body: { from, to, ...asked } }) {
      const { profile } = associationOf(world, caller.association);
      const { groups } = await world.store.surveys.report(caller.association, {
        from,
        to,
        atLeast: profile.survey.k_min,
      });
      const today = dayInRiyadh(world.clock.now());
      const planned = heldTo(planImprovement({ ...asked, id: world.newId() }, groups, today));
      await world.store.improvements.add(caller.association, planned);
      return planned;
    },
  }),
  route({
    method: "POST",
    url: "/api/improvements/:id/done",
    right: "canned.manage",
    says: "What was done, in one sentence that may be told to people",
    params: byId,
    body: z.strictObject({ what: aDeed }),
    async handle({ parts: { world }, caller, params, body }) {
      const { improvements } = world.store;
      const found = known(await improvements.get(caller.association, params.id));
      const today = dayInRiyadh(world.clock.now());
      const finished = heldTo(finishImprovement(found, body.what, today));
      await improvements.change(caller.association, params.id, { done: finished.done });
      return finished;
    },
  }),
  route({
    method: "POST",
    url: "/api/improvements/:id/told",
    right: "canned.manage",
    says: "You said, we did: to everybody who agreed to such messages; again it reaches nobody twice",
    params: byId,
    body: nothing,
    async handle({ parts: { world }, caller, params: { id } }) {
      const { improvements } = world.store;
      const values = heldTo(newsOf(known(await improvements.get(caller.association, id))));
      const outcome = await startCampaign(world, caller.association, {
        id,
        event: "improvement",
        values,
      });
      if ("notBefore" in outcome)
        throw new Refusal(
          409,
          "campaign.hours",
          `such messages may leave from ${outcome.notBefore.toISOString()} on`,
        );
      const toldOn = dayInRiyadh(world.clock.now());
      await improvements.change(caller.association, id, { toldOn });
      return outcome;
    },
  }),
];

function known<T>(found: T | undefined): T {
  if (!found) throw new Refusal(404, "improvement.unknown", "there is no such improvement");
  return found;
}

const because: Record<ImprovementRefusal["refusal"], string> = {
  no_group: "no group of answers of these months named this theme",
  done: "this improvement is done already",
  not_done: "there is nothing to tell before it is done",
};

function heldTo<T extends object>(outcome: T | ImprovementRefusal): T {
  if ("refusal" in outcome)
    throw new Refusal(409, `improvement.${outcome.refusal}`, because[outcome.refusal]);
  return outcome;
}
