import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { firstAdministrators, openSetUp } from "../../../src/http/staff/accounts.ts";
import { staffRoutes } from "../../../src/http/staff/routes.ts";
import { roleNames, rightsOf } from "../../../src/cases/roles.ts";
import type { AssociationId } from "../../../src/conversation/ports.ts";
import { openCorridor, khuta, type Corridor } from "../../support/corridor.ts";
import {
  codeOf,
  openDesk,
  PASSWORD,
  type Account,
  type Browser,
} from "../../support/staff-desk.ts";
import { ownStores } from "../../support/stores.ts";

/* Accounts, sessions and who may do what, over a real store and the real routes. */

const { mongoUri } = ownStores();
const ratel = "ratel" as AssociationId;
let corridor: Corridor;
let desk: Awaited<ReturnType<typeof openDesk>>;
let serial = 0;
const login = () => `موظف ${serial++}`;

beforeAll(async () => {
  corridor = await openCorridor(mongoUri);
  desk = await openDesk(corridor.world);
});
afterAll(async () => {
  await desk.app.close();
  await corridor.stop();
});

const tryLogIn = (name: string, password: string, code?: string) =>
  desk.send({
    method: "POST",
    url: "/api/session",
    payload: { name, password, ...(code ? { code } : {}) },
  });

describe("logging in", () => {
  test("an officer logs in, sees who he is, and logs out; the cookie opens nothing afterwards", async () => {
    const officer = await desk.account(khuta, login(), ["officer"]);
    const answer = await tryLogIn(officer.member.login, PASSWORD);
    expect(String(answer.headers["set-cookie"])).toMatch(
      /^__Host-wasl_staff=[\w-]{43}; Max-Age=43200; Path=\/; HttpOnly; Secure; SameSite=Lax$/,
    );
    const page = desk.browser(
      String(answer.headers["set-cookie"]).split(";")[0]!,
      answer.json().csrf as string,
    );
    expect((await page.get("/api/me")).json()).toMatchObject({
      association: "khuta",
      roles: ["officer"],
      rights: rightsOf(["officer"]),
      csrf: page.csrf,
      presence: "online",
    });
    const out = await desk.send({
      method: "DELETE",
      url: "/api/session",
      headers: { cookie: page.cookie, "x-csrf-token": page.csrf },
    });
    expect(out.statusCode).toBe(200);
    expect((await page.get("/api/me")).statusCode).toBe(401);
  });

  test("a wrong password and a name that nobody has get the same answer", async () => {
    const officer = await desk.account(khuta, login(), ["officer"]);
    const wrong = await tryLogIn(officer.member.login, "not the password");
    const nobody = await tryLogIn("لا أحد", "not the password");
    expect([wrong.statusCode, wrong.body]).toEqual([nobody.statusCode, nobody.body]);
    expect(wrong.json().error.code).toBe("session.refused");
  });

  test("tried again and again, also at once, a name is kept waiting whether or not somebody has it", async () => {
    const officer = await desk.account(khuta, login(), ["officer"]);
    for (const name of [officer.member.login, "شخص لا وجود له"]) {
      const answers = await Promise.all(
        Array.from({ length: 9 }, () => tryLogIn(name, "guess guess guess")),
      );
      expect(answers.filter((each) => each.statusCode === 401)).toHaveLength(5);
      expect(answers.filter((each) => each.statusCode === 429)).toHaveLength(4);
      const right = await tryLogIn(name, PASSWORD);
      expect([right.statusCode, right.json().error.code]).toEqual([429, "session.locked"]);
      expect(Number(right.headers["retry-after"])).toBeGreaterThan(0);
    }
  });

  test("one address cannot try many names", async () => {
    const spraying = await Promise.all(
      Array.from({ length: 45 }, (_, count) =>
        desk.send({
          method: "POST",
          url: "/api/session",
          remoteAddress: "10.9.9.8",
          payload: { name: `name ${count}`, password: "one password for all" },
        }),
      ),
    );
    expect(spraying.filter((each) => each.statusCode === 429)).toHaveLength(5);
  });

  test("a new session has a new id, and the one before opens nothing", async () => {
    const officer = await desk.account(khuta, login(), ["officer"]);
    const first = await desk.logIn(officer);
    const again = await desk.send({
      method: "POST",
      url: "/api/session",
      payload: { name: officer.member.login, password: PASSWORD },
      headers: { cookie: first.cookie },
    });
    expect(String(again.headers["set-cookie"])).not.toContain(first.cookie);
    expect((await first.get("/api/me")).statusCode).toBe(401);
  });

  test("a session ends after 30 minutes without a request, and after 12 hours whatever happens", async () => {
    const officer = await desk.account(khuta, login(), ["officer"]);
    const { real } = corridor.world.clock;
    const page = await desk.logIn(officer);
    const started = real().getTime();
    const minutes = (count: number) =>
      Object.assign(corridor.world.clock, {
        real: () => new Date(started + count * 60_000),
      });
    try {
      minutes(31);
      expect((await page.get("/api/me")).statusCode).toBe(401);
      minutes(0);
      const busy = await desk.logIn(officer);
      for (let at = 25; at < 720; at += 25) {
        minutes(at);
        expect((await busy.get("/api/me")).statusCode).toBe(200);
      }
      minutes(721);
      expect((await busy.get("/api/me")).statusCode).toBe(401);
    } finally {
      Object.assign(corridor.world.clock, { real });
    }
  });
});

describe("the second factor", () => {
  test("a manager needs the code; it works once, one step of drift is allowed, two are not", async () => {
    const manager = await desk.account(khuta, login(), ["manager"]);
    const secret = manager.totpSecret!;
    const name = manager.member.login;
    expect((await tryLogIn(name, PASSWORD)).json().error.code).toBe("session.code_needed");
    expect((await tryLogIn(name, PASSWORD, codeOf(secret, 90_000))).statusCode).toBe(401);
    const code = codeOf(secret);
    expect((await tryLogIn(name, PASSWORD, code)).statusCode).toBe(200);
    expect((await tryLogIn(name, PASSWORD, code)).json().error.code).toBe("session.code_refused");
    expect((await tryLogIn(name, PASSWORD, codeOf(secret, 30_000))).statusCode).toBe(200);
  });

  test("a recovery code works once", async () => {
    const manager = await desk.account(khuta, login(), ["manager"]);
    expect(manager.recovery).toHaveLength(10);
    const [code] = manager.recovery;
    expect((await tryLogIn(manager.member.login, PASSWORD, code)).statusCode).toBe(200);
    expect((await tryLogIn(manager.member.login, PASSWORD, code)).statusCode).toBe(401);
  });

  test("a link for a new password does not go round it", async () => {
    const manager = await desk.account(khuta, login(), ["manager"]);
    const { url } = await openSetUp(corridor.world, manager.member, { renewSecondFactor: false });
    const member = await corridor.store.staff.get(khuta, manager.member.id);
    const reset = await openSetUp(corridor.world, member!, { renewSecondFactor: false });
    const token = reset.url.split("/").at(-1);
    const set = (code?: string) =>
      desk.send({
        method: "POST",
        url: `/api/setup/${token}`,
        payload: { password: "كلمة سر جديدة 99", ...(code ? { code } : {}) },
      });
    expect((await desk.send({ url: `/api/setup/${token}` })).json().otpauth).toBeNull();
    expect((await set()).json().error.code).toBe("setup.code");
    expect((await set("000000")).json().error.code).toBe("setup.code");
    const page = await desk.logIn(manager);
    expect((await set(manager.recovery[1])).statusCode).toBe(200);
    expect((await page.get("/api/me")).statusCode).toBe(401);
    expect((await set(manager.recovery[2])).statusCode).toBe(410);
    expect(
      (await desk.send({ url: new URL(url).pathname.replace("/inbox", "/api") })).statusCode,
    ).toBe(410);
  });

  test("a role that needs it does not open without it", async () => {
    const officer = await desk.account(khuta, login(), ["officer"]);
    await corridor.store.staff.change(khuta, officer.member.id, { roles: ["administrator"] });
    const answer = await tryLogIn(officer.member.login, PASSWORD);
    expect([answer.statusCode, answer.json().error.code]).toEqual([403, "session.second_factor"]);
  });
});

describe("administration", () => {
  test("the first administrator comes in by a link that is printed, once; there is no default password", async () => {
    const links = await firstAdministrators(corridor.world);
    expect(links.map((each) => each.association).toSorted()).toEqual(
      [...corridor.world.associations.keys()].toSorted(),
    );
    const { url, login: name } = links.find((each) => each.association === "sila")!;
    const token = url.split("/").at(-1);
    const set = await desk.send({ url: `/api/setup/${token}` });
    const secret = new URL(set.json().otpauth as string).searchParams.get("secret")!;
    for (const weak of ["short", "aaaaaaaaaaaaaaaa", `${name} 123456`]) {
      const answer = await desk.send({
        method: "POST",
        url: `/api/setup/${token}`,
        payload: { password: weak, code: codeOf(secret) },
      });
      expect([answer.statusCode, answer.json().error.code]).toEqual([400, "password.weak"]);
    }
    const done = await desk.send({
      method: "POST",
      url: `/api/setup/${token}`,
      payload: { password: PASSWORD, code: codeOf(secret) },
    });
    expect(done.json().codes).toHaveLength(10);
    expect((await tryLogIn(name, PASSWORD, codeOf(secret, 30_000))).statusCode).toBe(200);
    const again = await firstAdministrators(corridor.world);
    expect(again.map((each) => each.association)).not.toContain("sila");
  });

  test("an administrator adds, changes and closes accounts; whoever is logged in then is logged out; all is in the audit", async () => {
    const admin = await desk.logIn(await desk.account(khuta, login(), ["administrator"]));
    const added = await admin.post("/api/admin/users", { name: "نورة الأولى", roles: ["officer"] });
    expect(added.json()).toMatchObject({ user: { roles: ["officer"], secondFactor: false } });
    const officer = await desk.account(khuta, login(), ["officer"]);
    const id = officer.member.id;
    for (const [url, body] of [
      [`/api/admin/users/${id}/roles`, { roles: ["officer", "researcher"] }],
      [`/api/admin/users/${id}/disable`, {}],
    ] as const) {
      const page = await desk.logIn(officer);
      expect((await admin.post(url, body)).statusCode).toBe(200);
      expect((await page.get("/api/me")).statusCode).toBe(401);
    }
    expect((await tryLogIn(officer.member.login, PASSWORD)).statusCode).toBe(401);
    const audit = await corridor.store.audit.list(khuta, { limit: 20 });
    expect(audit.map(({ verb }) => verb)).toEqual(
      expect.arrayContaining(["add", "roles", "disable", "log_in"]),
    );
    const taken = await admin.post("/api/admin/users", { name: "نورة  الأولى", roles: ["officer"] });
    expect([taken.statusCode, taken.json().error.code]).toEqual([409, "user.exists"]);
  });

  test("nobody changes his own rights", async () => {
    const account = await desk.account(khuta, login(), ["administrator"]);
    const admin = await desk.logIn(account);
    const answer = await admin.post(`/api/admin/users/${account.member.id}/roles`, {
      roles: ["administrator", "manager"],
    });
    expect([answer.statusCode, answer.json().error.code]).toEqual([409, "user.self"]);
  });
});

describe("the door", () => {
  test.each([
    ["without the token", {}, 403],
    ["with a token that is made up", { "x-csrf-token": "x".repeat(43) }, 403],
    ["from another site", { origin: "https://evil.example", "sec-fetch-site": "cross-site" }, 403],
  ])("a change %s is refused", async (_what, headers, status) => {
    const page = await desk.logIn(await desk.account(khuta, login(), ["officer"]));
    const answer = await desk.send({
      method: "POST",
      url: "/api/me",
      payload: { presence: "away" },
      headers: {
        cookie: page.cookie,
        ...("sec-fetch-site" in headers ? { "x-csrf-token": page.csrf } : {}),
        ...headers,
      },
    });
    expect(answer.statusCode).toBe(status);
  });

  test.each([
    ["a role", { presence: "away", roles: ["administrator"] }],
    ["an association", { associationId: "ratel" }],
    ["an operator", { presence: { $ne: "x" } }],
    ["a prototype", JSON.parse('{"__proto__":{"roles":["administrator"]}}') as object],
  ])("%s that is slipped in is refused and changes nothing", async (_what, body) => {
    const page = await desk.logIn(await desk.account(khuta, login(), ["officer"]));
    const answer = await page.post("/api/me", body);
    expect(answer.statusCode).toBe(Object.keys(body).length === 0 ? 200 : 400);
    expect((await page.get("/api/me")).json()).toMatchObject({
      roles: ["officer"],
      presence: "online",
    });
  });

  test("an operator in the name of a log-in is refused", async () => {
    const answer = await desk.send({
      method: "POST",
      url: "/api/session",
      payload: { name: { $ne: "" }, password: PASSWORD },
    });
    expect(answer.statusCode).toBe(400);
  });
});

/** What a route takes where its shape matters: everything else is answered before a body is looked at. */
const someId = "0123456789abcdef0123456789abcdef";

describe("who may call what", () => {
  const open = new Set(["POST /api/session", "GET /api/setup/:token", "POST /api/setup/:token"]);
  let browsers: Map<string, Browser>;
  let stranger: Browser;

  beforeAll(async () => {
    browsers = new Map();
    for (const role of roleNames) {
      const account: Account = await desk.account(khuta, login(), [role]);
      browsers.set(role, await desk.logIn(account));
    }
    stranger = await desk.logIn(await desk.account(ratel, login(), [...roleNames]));
  });

  test("every route names a right, and only the log-in and the set-up link are open", () => {
    for (const { url, right } of staffRoutes) {
      expect([url, right]).not.toContain(undefined);
    }
    expect(
      staffRoutes
        .filter((each) => each.right === "nobody")
        .map(({ method, url }) => `${method} ${url}`),
    ).toEqual([...open]);
    const names = staffRoutes.map(({ method, url }) => `${method} ${url}`);
    expect(new Set(names).size).toBe(names.length);
  });

  test.each(
    staffRoutes
      .filter((each) => each.right !== "nobody")
      .map((each) => [`${each.method} ${each.url}`, each] as const),
  )("%s", async (_name, line) => {
    const url = line.url.replace(/:\w+/g, someId);
    const ask = (browser: { cookie: string; csrf: string } | undefined) =>
      desk.send({
        method: line.method,
        url,
        ...(line.method === "GET" ? {} : { payload: {} }),
        headers: browser ? { cookie: browser.cookie, "x-csrf-token": browser.csrf } : {},
      });
    expect((await ask(undefined)).statusCode).toBe(401);
    expect((await ask({ cookie: "__Host-wasl_staff=forged", csrf: "x" })).statusCode).toBe(401);
    if (line.right === "member") return;
    for (const [role, browser] of browsers) {
      const allowed = rightsOf([role]).includes(line.right as never);
      if (allowed) continue; // what it does is told by the tests of its own
      const answer = await ask(browser);
      expect([role, answer.statusCode]).toEqual([role, 403]);
    }
    if (!line.url.includes(":id")) return;
    // With every right, but of another association: not there.
    const answer = await ask(stranger);
    expect([400, 404]).toContain(answer.statusCode);
  });

  test("another association's account is not there", async () => {
    const admin = await desk.logIn(await desk.account(ratel, login(), ["administrator"]));
    const theirs = await desk.account(khuta, login(), ["officer"]);
    for (const verb of ["disable", "enable", "reset"]) {
      const answer = await admin.post(`/api/admin/users/${theirs.member.id}/${verb}`);
      expect([verb, answer.statusCode]).toEqual([verb, 404]);
    }
    expect((await corridor.store.staff.get(khuta, theirs.member.id))?.disabled).toBe(false);
  });

  test("the description is made from the table, and for administrators only", async () => {
    const answer = await browsers.get("administrator")!.get("/api/docs.json");
    expect(Object.keys(answer.json().paths as object)).toHaveLength(
      new Set(staffRoutes.map(({ url }) => url)).size,
    );
    expect((await browsers.get("administrator")!.get("/api/docs")).statusCode).toBe(200);
    expect((await browsers.get("manager")!.get("/api/docs")).statusCode).toBe(403);
  });
});
