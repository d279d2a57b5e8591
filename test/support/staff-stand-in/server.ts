import path from "node:path";
import { randomUUID } from "node:crypto";
import cookie from "@fastify/cookie";
import type { FastifyInstance, FastifyRequest } from "fastify";
import { rightsOf } from "../../../src/cases/roles.ts";
import { createTexts } from "../../../src/conversation/texts.ts";
import { registerInboxPages } from "../../../src/http/inbox-pages.ts";
import { Refusal } from "../../../src/http/refusal.ts";
import type { Me } from "../../../src/http/staff/api.ts";
import { buildInboxOnce } from "../../../scripts/build-inbox.mjs";
import { openWebWorld } from "../web-world.ts";
import { registerCaseRoutes } from "./case-routes.ts";
import { registerConversationRoutes } from "./conversation-routes.ts";
import { registerOfficeRoutes } from "./office-routes.ts";
import { openOffice, type Office } from "./office-state.ts";
import { registerStream } from "./stream.ts";
import { whoAsks } from "./who-asks.ts";

/** Synthetic: whoever knows it can log in to an office that does not exist. */
export const PASSWORD = "synthetic-password-for-tests";
const CODE = "123456";

/** The staff pages with an office in memory behind them: every shape of `api.ts`, no store. */
export async function openStandIn() {
  await buildInboxOnce();
  const world = await openWebWorld({ demo: true });
  const { app } = world;
  const office = openOffice();
  await app.register(cookie);
  await registerInboxPages(app, createTexts(path.resolve(import.meta.dirname, "../../../locales")));
  await app.register(async (scope) => {
    scope.addHook("onRequest", async (request) => guard(office, request));
    scope.addHook("preHandler", async ({ method, url, body }) => {
      office.asked.push({ method, url, body });
    });
    registerSession(scope, office);
    registerConversationRoutes(scope, office);
    registerCaseRoutes(scope, office);
    registerOfficeRoutes(scope, office);
  });
  const streams = registerStream(app, office);
  return { app, office, streams };
}
export type StandIn = Awaited<ReturnType<typeof openStandIn>>;

const OPEN = /^\/api\/(session$|setup\/)/;

function guard(office: Office, request: FastifyRequest): void {
  if (OPEN.test(request.url.split("?")[0] ?? "") && request.method !== "DELETE") return;
  const logIn = office.logIns.get(request.cookies["wasl_staff"] ?? "");
  if (!logIn) throw new Refusal(401, "session.none", "there is no session");
  if (request.method !== "GET" && request.headers["x-csrf-token"] !== logIn.csrf)
    throw new Refusal(403, "session.csrf", "the token of this page is missing");
}

function registerSession(app: FastifyInstance, office: Office): void {
  app.post<{ Body: { name: string; password: string; code?: string } }>(
    "/api/session",
    (request, reply) => {
      const { name, password, code } = request.body;
      const user = office.users.find((each) => each.name === name);
      if (!user || password !== PASSWORD || (user.secondFactor && code !== CODE))
        throw new Refusal(401, "session.refused", "name, password or code do not match");
      const sid = randomUUID();
      const csrf = randomUUID();
      office.logIns.set(sid, { userId: user.id, csrf, presence: "online", language: "ar" });
      return reply
        .setCookie("wasl_staff", sid, { path: "/", httpOnly: true, sameSite: "lax" })
        .send({ csrf });
    },
  );
  app.delete("/api/session", (request, reply) => {
    office.logIns.delete(request.cookies["wasl_staff"] ?? "");
    return reply.clearCookie("wasl_staff", { path: "/" }).code(204).send();
  });
  app.get("/api/me", (request) => meOf(request));
  app.post<{ Body: Partial<Pick<Me, "presence" | "language">> }>("/api/me", (request) => {
    const { logIn } = whoAsks(office, request);
    logIn.presence = request.body.presence ?? logIn.presence;
    logIn.language = request.body.language ?? logIn.language;
    return meOf(request);
  });
  app.get("/api/setup/:token", () => ({
    name: "سارة القحطاني",
    otpauth: "otpauth://totp/Wasl:test?secret=JBSWY3DPEHPK3PXP&issuer=Wasl",
  }));
  app.post("/api/setup/:token", () => ({
    codes: ["AAAA-1111", "BBBB-2222", "CCCC-3333", "DDDD-4444"],
  }));

  function meOf(request: FastifyRequest): Me {
    const { user, logIn } = whoAsks(office, request);
    return {
      id: user.id,
      name: user.name,
      association: "khuta",
      associationName: { ar: "جمعية خطى الأهلية", en: "Khuta Charity Association" },
      policyFlag: "approved",
      demo: true,
      roles: user.roles,
      rights: rightsOf(user.roles),
      language: logIn.language,
      presence: logIn.presence,
      csrf: logIn.csrf,
      now: office.now().toISOString(),
    };
  }
}
