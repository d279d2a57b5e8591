import { z } from "zod";
import { startCampaign } from "../../conversation/campaign.ts";
import { associationOf } from "../../conversation/world.ts";
import { Refusal } from "../refusal.ts";
import { anId, byId, nothing, route } from "./route.ts";

const month = z.string().regex(/^\d{4}-(?:0[1-9]|1[0-2])$/, "is no month such as 2026-11");
const months = z.strictObject({ from: month, to: month });

/** What people say beside a request: complaints to their owner alone, surveys in groups alone, rights to data, help. */
export const voiceRoutes = [
  route({
    method: "GET",
    url: "/api/feedback",
    right: "complaint.see",
    says: "Complaints, suggestions and thanks that wait for an answer, the oldest first",
    async handle({ parts: { world }, caller }) {
      const kinds = ["complaint", "suggestion", "thanks", "internal"];
      return {
        feedback: await world.store.feedback.list(caller.association, { kinds, open: true }),
      };
    },
  }),
  route({
    method: "POST",
    url: "/api/feedback/:id/answered",
    right: "complaint.see",
    says: "A remark was dealt with",
    params: byId,
    body: nothing,
    async handle({ parts: { world }, caller, params }) {
      const at = world.clock.now();
      if (!(await world.store.feedback.answered(caller.association, params.id, at)))
        throw new Refusal(404, "feedback.unknown", "there is no such open remark");
    },
  }),
  route({
    method: "GET",
    url: "/api/surveys",
    right: "report.see",
    says: "Satisfaction by service and month, in groups of the profile's size or more; `withheld` counts the rest",
    query: months,
    handle({ parts: { world }, caller, query }) {
      const { survey } = associationOf(world, caller.association).profile;
      const asked = { ...query, atLeast: survey.k_min };
      return world.store.surveys.report(caller.association, asked);
    },
  }),
  route({
    method: "GET",
    url: "/api/my-data",
    right: "case.reveal",
    says: "Requests for one's own data that are open, by the day on which they are due",
    handle: async ({ parts: { world }, caller }) => ({
      requests: await world.store.myData.open(caller.association),
    }),
  }),
  route({
    method: "POST",
    url: "/api/my-data/:id/done",
    right: "case.reveal",
    says: "A request for one's own data was carried out",
    params: byId,
    body: nothing,
    async handle({ parts: { world }, caller, params }) {
      const at = world.clock.now();
      if (!(await world.store.myData.done(caller.association, params.id, at)))
        throw new Refusal(404, "my_data.unknown", "there is no such open request");
    },
  }),
  route({
    method: "GET",
    url: "/api/volunteers",
    right: "conversation.work",
    says: "People who offer their help",
    handle: async ({ parts: { world }, caller }) => ({
      volunteers: await world.store.volunteers.list(caller.association),
    }),
  }),
  route({
    method: "GET",
    url: "/api/myths",
    right: "report.see",
    says: "How often each misconception was heard, by month",
    query: months,
    handle: async ({ parts: { world }, caller, query }) => ({
      myths: await world.store.myths.counts(caller.association, query),
    }),
  }),
  route({
    method: "POST",
    url: "/api/campaigns",
    right: "canned.manage",
    says: "Corrects a misconception with everybody who agreed to such messages; the same id again reaches nobody twice",
    body: z.strictObject({ id: anId, myth: anId }),
    audit: ({ body }) => ({ verb: "campaign", what: body.myth }),
    async handle({ parts: { world }, caller, body }) {
      const { profile } = associationOf(world, caller.association);
      if (!profile.knowledge.includes(body.myth) || !world.texts.plain(`myth.${body.myth}`, "ar"))
        throw new Refusal(404, "myth.unknown", "there is no such misconception in the register");
      const outcome = await startCampaign(world, caller.association, {
        id: body.id,
        event: "myth",
        values: { myth: body.myth },
      });
      if ("started" in outcome) return outcome;
      const from = outcome.notBefore.toISOString();
      throw new Refusal(409, "campaign.hours", `such messages may leave from ${from} on`);
    },
  }),
];
