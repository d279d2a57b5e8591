import { Refusal, tooMany } from "../refusal.ts";
import { refuseOtherSites } from "../same-origin.ts";
import { hubOf } from "./hubs.ts";
import { route } from "./route.ts";

const STREAMS_OF_A_SESSION = 8; // tabs of one browser
const open = new Map<string, number>();

export const streamRoutes = [
  route({
    method: "GET",
    url: "/api/stream",
    right: "member",
    says: "What happens, live (server-sent events); Last-Event-ID replays what was missed",
    async handle({ parts, caller, request, reply }) {
      refuseOtherSites(request, parts.world.publicUrl);
      const from = sequence(request.headers["last-event-id"]);
      const { id } = caller.session;
      const count = open.get(id) ?? 0;
      if (count >= STREAMS_OF_A_SESSION) throw tooMany("streams of one session");
      open.set(id, count + 1);
      reply.raw.once("close", () => {
        const left = (open.get(id) ?? 1) - 1;
        if (left > 0) open.set(id, left);
        else open.delete(id);
      });
      await hubOf(parts, caller.association).open(caller, reply, from);
      return reply;
    },
  }),
];

function sequence(header: string | string[] | undefined): number | undefined {
  if (header === undefined || header === "") return undefined;
  if (!/^\d{1,15}$/.test(String(header)))
    throw new Refusal(400, "http.invalid", "Last-Event-ID is a whole number");
  return Number(header);
}
