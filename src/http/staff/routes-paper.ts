import { z } from "zod";
import type { FastifyReply } from "fastify";
import { decisionReasons } from "../../cases/decision-reasons.ts";
import { recordOf } from "../../conversation/case-record.ts";
import { previewDecision, type Deciding } from "../../conversation/letters/preview.ts";
import { sessionSheet } from "../../conversation/letters/session-sheet.ts";
import type { World } from "../../conversation/world.ts";
import { Refusal } from "../refusal.ts";
import type { Preview } from "./api.ts";
import { byId, route } from "./route.ts";

const words = z.string().trim().max(2000).optional();
const deciding = z.discriminatedUnion("verb", [
  z.strictObject({
    verb: z.literal("decide"),
    data: z.object({
      outcome: z.enum(["accepted", "partly", "deferred", "declined"]),
      reason: z.enum(decisionReasons).optional(),
      advice: words,
      grant: words,
    }),
  }),
  z.strictObject({
    verb: z.literal("decide_objection"),
    data: z.object({
      result: z.enum(["upheld", "rejected"]),
      reason: z.string().trim().min(1).max(2000),
    }),
  }),
]);

/** What is printed for the table and the desk. Nothing here is kept. */
export const paperRoutes = [
  route({
    method: "GET",
    url: "/api/paper/support-request",
    right: "intake.record",
    says: "The empty support request as PDF, made of the same questions as the conversation",
    query: z.strictObject({ language: z.enum(["ar", "en"]).default("ar") }),
    handle: async ({ parts, caller, query, reply }) => {
      const pdf = await parts.world.letters.supportForm(caller.association, query.language);
      return sendPdf(reply, pdf, "support-request.pdf");
    },
  }),
  route({
    method: "GET",
    url: "/api/sessions/:id/sheet",
    right: "session.see",
    says: "The sheet for the table of a session, as PDF",
    params: byId,
    handle: async ({ parts, caller, params, reply }) => {
      const pdf = await sessionSheet(parts.world, caller.association, params.id);
      if (!pdf) throw new Refusal(404, "session.unknown", "there is no such session");
      return sendPdf(reply, pdf, "session.pdf");
    },
  }),
  route({
    method: "POST",
    url: "/api/cases/:id/preview",
    right: "case.see",
    says: "The letter and the messages of a decision as they would leave; nothing changes",
    params: byId,
    body: deciding,
    audit: false,
    async handle({ parts, caller, params, body }): Promise<Preview> {
      const view = await parts.world.store.cases.get(caller.association, params.id);
      if (!view) throw new Refusal(404, "case.unknown", "there is no such case");
      if (body.verb === "decide_objection" && !view.objection)
        throw new Refusal(409, "case.no_objection", "nobody has objected");
      const { letter, messages } = await previewDecision(
        parts.world,
        caller.association,
        recordOf(view),
        body as Deciding,
      );
      return {
        letterUrl: letter === undefined ? null : await asDataUrl(parts.world, letter),
        messages: messages.map(({ channel, text, segments = 1 }) => ({ channel, text, segments })),
      };
    },
  }),
];

/** In the answer itself: what is not decided yet is kept nowhere, and its words stand in no address. */
async function asDataUrl({ letters }: World, html: string): Promise<string> {
  return `data:application/pdf;base64,${(await letters.print(html)).toString("base64")}`;
}

/** Paper is downloaded, never shown within the pages: it holds what people wrote. */
function sendPdf(reply: FastifyReply, pdf: Buffer, fileName: string) {
  return reply
    .headers({
      "content-disposition": `attachment; filename="${fileName}"`,
      "content-security-policy": "default-src 'none'; sandbox",
    })
    .type("application/pdf")
    .send(pdf);
}
