import { TOTP } from "otpauth";
import Fastify, { type InjectOptions, type LightMyRequestResponse } from "fastify";
import { registerErrors } from "../../src/http/errors.ts";
import type { HttpParts } from "../../src/http/parts.ts";
import { addMember, finishSetUp, openSetUp } from "../../src/http/staff/accounts.ts";
import { registerStaff } from "../../src/http/staff/register.ts";
import type { StaffRoute } from "../../src/http/staff/route.ts";
import { staffRoutes } from "../../src/http/staff/routes.ts";
import { needsSecondFactor } from "../../src/cases/roles.ts";
import { createLive } from "../../src/conversation/live.ts";
import type { AssociationId } from "../../src/conversation/ports.ts";
import type { StaffMember } from "../../src/conversation/ports-staff.ts";
import type { World } from "../../src/conversation/world.ts";
import { memoryBus } from "./memory-bus.ts";

export const PASSWORD = "نخلة وبحر وجمل 7";

export interface Account {
  member: StaffMember;
  password: string;
  totpSecret?: string;
  recovery: string[];
}

/** Somebody in his browser: the cookie and the CSRF token that the log-in gave. */
export interface Browser {
  cookie: string;
  csrf: string;
  get(url: string): Promise<LightMyRequestResponse>;
  post(
    url: string,
    body?: object,
    headers?: Record<string, string>,
  ): Promise<LightMyRequestResponse>;
  upload(url: string, bytes: Buffer, name: string): Promise<LightMyRequestResponse>;
}

/** The routes of staff over a real corridor, asked in process. */
export async function openDesk(world: World, table: readonly StaffRoute[] = staffRoutes) {
  const bus = memoryBus();
  world.live = createLive(world, bus);
  const app = Fastify({ routerOptions: { maxParamLength: 100 } });
  registerErrors(app, { log: world.log } as unknown as HttpParts);
  await registerStaff(app, { world, bus, demo: false, production: true }, table);
  let ms = 0;
  let address = 0;
  /** Each request from an address of its own, unless it says otherwise: one address is limited at the log-in. */
  const send = (options: InjectOptions): Promise<LightMyRequestResponse> => {
    address += 1;
    const remoteAddress = `10.0.${Math.floor(address / 250)}.${address % 250}`;
    return app.inject({ remoteAddress, ...options });
  };

  async function account(
    association: AssociationId,
    login: string,
    roles: string[],
    branch?: string,
  ): Promise<Account> {
    const member = await addMember(world, association, {
      name: login,
      roles,
      branch: branch ?? null,
    });
    const { url } = await openSetUp(world, member, { renewSecondFactor: true });
    const token = url.split("/").at(-1)!;
    const set = await send({ url: `/api/setup/${token}` });
    const otpauth = set.json().otpauth as string | null;
    const totpSecret = otpauth ? new URL(otpauth).searchParams.get("secret")! : undefined;
    const { codes } = await finishSetUp(world, token, {
      password: PASSWORD,
      ...(totpSecret ? { code: codeOf(totpSecret, -30_000) } : {}),
    });
    return {
      member,
      password: PASSWORD,
      recovery: codes,
      ...(totpSecret && needsSecondFactor(roles) ? { totpSecret } : {}),
    };
  }

  async function logIn({ member, password, totpSecret }: Account): Promise<Browser> {
    // A code works once, so each log-in of one account within 30 seconds takes the next step.
    const code = totpSecret ? { code: codeOf(totpSecret, (ms++ % 2) * 30_000) } : {};
    const answer = await send({
      method: "POST",
      url: "/api/session",
      payload: { name: member.login, password, ...code },
    });
    if (answer.statusCode !== 200) throw new Error(answer.body);
    const cookie = String(answer.headers["set-cookie"]).split(";")[0]!;
    return browser(cookie, answer.json().csrf as string);
  }

  function browser(cookie: string, csrf: string): Browser {
    return {
      cookie,
      csrf,
      get: (url) => send({ url, headers: { cookie } }),
      post: (url, body = {}, headers = {}) =>
        send({
          method: "POST",
          url,
          payload: body,
          headers: { cookie, "x-csrf-token": csrf, ...headers },
        }),
      upload: (url, bytes, name) =>
        send({
          method: "POST",
          url,
          payload: bytes,
          headers: {
            cookie,
            "x-csrf-token": csrf,
            "content-type": "application/octet-stream",
            "x-file-name": encodeURIComponent(name),
          },
        }),
    };
  }

  return { app, bus, send, account, logIn, browser };
}

export function codeOf(secret: string, shiftMs = 0): string {
  return new TOTP({ secret, digits: 6, period: 30 }).generate({ timestamp: Date.now() + shiftMs });
}
