import type { FastifyInstance } from "fastify";
import { hasRight, type Right } from "../../../src/cases/roles.ts";
import { Refusal } from "../../../src/http/refusal.ts";
import type { UserView } from "../../../src/http/staff/api.ts";
import { audit, channels, failed, flows, intake, profile, report } from "./office.ts";
import type { Office } from "./office-state.ts";
import { paperPicture } from "./paper.ts";
import { whoAsks } from "./who-asks.ts";

type OfId = { Params: { id: string } };

export function registerOfficeRoutes(app: FastifyInstance, office: Office): void {
  app.get("/api/tasks", () => ({ tasks: office.tasks }));
  app.post<OfId>("/api/tasks/:id/done", ({ params: { id } }) => {
    office.tasks = office.tasks.filter((task) => task.id !== id);
    return {};
  });
  app.post("/api/intake/questions", () => intake);
  app.post<{ Body: { answers: Record<string, string> } }>(
    "/api/intake",
    ({ body: { answers } }, reply) => {
      if (!/^[12]\d{9}$/.test(answers["national_id"] ?? ""))
        return reply.code(400).send({
          error: {
            code: "intake.invalid",
            message: "some answers are not valid",
            data: { fields: { national_id: "رقم الهوية 10 أرقام تبدأ بـ1 أو 2" } },
          },
        });
      return reply.send({ caseId: "k1", number: "KH-4810000-0" });
    },
  );
  app.get("/api/reports", () => report);

  behind("user.manage", "/api/admin/users", () => ({ users: office.users }));
  behind("channel.manage", "/api/admin/channels", () => ({ channels }));
  behind("flow.see", "/api/admin/flows", () => ({ flows }));
  behind("profile.see", "/api/admin/profile", () => profile);
  behind("audit.see", "/api/admin/audit", () => ({ rows: audit, next: null }));
  behind("failed.replay", "/api/admin/failed", () => ({ failed }));
  app.post("/api/admin/failed/:id/replay", () => ({}));
  app.post<{ Body: { name: string; roles: string[] } }>("/api/admin/users", ({ body }) => {
    const user: UserView = {
      id: `u${office.users.length + 1}`,
      login: body.name,
      name: body.name,
      roles: body.roles,
      branch: null,
      secondFactor: false,
      lockedUntil: null,
      disabled: false,
      lastSeenAt: null,
    };
    office.users.push(user);
    return {
      user,
      url: "http://127.0.0.1/inbox/setup/synthetic-token",
      expiresAt: "2026-11-23T06:30:00Z",
    };
  });
  app.post<OfId & { Params: { verb: string }; Body: { roles?: string[] } }>(
    "/api/admin/users/:id/:verb",
    ({ params, body }) => {
      const user = office.users.find(({ id }) => id === params.id);
      if (!user) throw new Refusal(404, "staff.unknown", "there is no such account");
      if (params.verb === "disable" || params.verb === "enable")
        user.disabled = params.verb === "disable";
      if (params.verb === "roles" && body.roles) user.roles = body.roles;
      return params.verb === "reset"
        ? {
            user,
            url: "http://127.0.0.1/inbox/setup/synthetic-token",
            expiresAt: "2026-11-23T06:30:00Z",
          }
        : user;
    },
  );

  app.get<{ Params: { key: string } }>("/api/files/:key", (_request, reply) =>
    reply
      .headers({
        "content-disposition": "attachment; filename=file.svg",
        "content-security-policy": "sandbox; default-src 'none'",
      })
      .type("image/svg+xml")
      .send(paperPicture),
  );

  function behind(right: Right, url: string, answer: () => unknown): void {
    app.get(url, (request) => {
      if (!hasRight(whoAsks(office, request).user.roles, right))
        throw new Refusal(403, "right.missing", "not your right");
      return answer();
    });
  }
}
