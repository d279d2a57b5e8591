import { z } from "zod";
import type { FastifyReply } from "fastify";
import { route } from "./route.ts";

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
];

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
