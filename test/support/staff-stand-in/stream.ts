import type { ServerResponse } from "node:http";
import type { FastifyInstance } from "fastify";
import type { LiveEvent } from "../../../src/http/staff/api.ts";
import type { Office } from "./office-state.ts";
import { whoAsks } from "./who-asks.ts";

/** The live line, with replay by number; a test may cut all of them. */
export function registerStream(app: FastifyInstance, office: Office) {
  const open = new Set<ServerResponse>();
  let connections = 0;
  app.get("/api/stream", (request, reply) => {
    const { user } = whoAsks(office, request);
    connections += 1;
    const from = request.headers["last-event-id"];
    let sent = from === undefined ? office.log.length : Number(from);
    reply.hijack();
    const { raw } = reply;
    raw.writeHead(200, {
      "content-type": "text/event-stream; charset=utf-8",
      "cache-control": "no-store",
    });
    raw.write(": welcome\n\n");
    open.add(raw);
    const look = () => {
      for (; sent < office.log.length; sent++) {
        const event = office.log[sent];
        if (event)
          raw.write(`id: ${sent + 1}\ndata: ${JSON.stringify(shownTo(user.id, event))}\n\n`);
      }
    };
    const unsubscribe = office.subscribe(look);
    raw.on("close", () => {
      open.delete(raw);
      unsubscribe();
    });
    look();
  });

  function shownTo(me: string, event: LiveEvent): LiveEvent {
    if (event.kind === "card") return { ...event, counts: office.counts(me) };
    if (event.kind === "presence")
      return { ...event, viewers: event.viewers.filter(({ id }) => id !== me) };
    return event;
  }

  return {
    cut(): void {
      for (const raw of open) raw.destroy();
    },
    count: () => connections,
    open: () => open.size,
  };
}
