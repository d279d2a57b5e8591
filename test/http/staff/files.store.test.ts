import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { hasRight, roleNames, type Right, type Role } from "../../../src/cases/roles.ts";
import type { AssociationId } from "../../../src/conversation/ports.ts";
import type { IntakeDone, Uploaded } from "../../../src/http/staff/api.ts";
import { khuta, openCorridor, type Corridor } from "../../support/corridor.ts";
import { png } from "../../support/files.ts";
import { openDesk, type Browser } from "../../support/staff-desk.ts";
import { ownStores } from "../../support/stores.ts";

/* Whose a file is decides who may open it: the key alone, however well it is guessed, opens nothing. */

const { mongoUri } = ownStores();
const ratel = "ratel" as AssociationId;
let corridor: Corridor;
let desk: Awaited<ReturnType<typeof openDesk>>;
let serial = 0;
const browsers = new Map<Role, Browser>();
const files = {} as Record<"ofThread" | "ofCrisis" | "ofCase" | "ofNobody", string>;

beforeAll(async () => {
  corridor = await openCorridor(mongoUri);
  desk = await openDesk(corridor.world);
  for (const role of roleNames)
    browsers.set(role, await member(khuta, [role], role === "delegate" ? "الشوقية" : undefined));
  files.ofNobody = await keep();
  files.ofThread = await sends("+966553000031", "هلا");
  files.ofCrisis = await sends("+966553000032", "أريد أن أنهي حياتي");
  files.ofCase = await signs(browsers.get("delegate")!);
});
afterAll(async () => {
  await corridor.world.live?.settled();
  await desk.app.close();
  await corridor.stop();
});

const member = async (association: AssociationId, roles: Role[], branch?: string) =>
  desk.logIn(await desk.account(association, `موظف ${serial++}`, roles, branch));

const keep = () =>
  corridor.store.blobs.put(khuta, png(), { mime: "image/png", owner: "khuta-sms" });

/** A person writes, and then sends a picture. */
async function sends(phone: string, text: string): Promise<string> {
  await corridor.write(phone, text);
  await corridor.quiet();
  const storageKey = await keep();
  await corridor.sendFile(phone, storageKey, "image/png");
  await corridor.quiet();
  return storageKey;
}

/** The delegate of a branch registers a request that was signed on paper. */
async function signs(delegate: Browser): Promise<string> {
  const { id: scan } = (await delegate.upload("/api/files", png(), "إقرار.png")).json<Uploaded>();
  const done = await delegate.post("/api/intake", {
    source: "delegate",
    answers: REQUEST,
    declaration: { method: "paper", scan },
  });
  expect(done.json<IntakeDone>()).toHaveProperty("caseId");
  await corridor.quiet();
  return scan;
}

const REQUEST = {
  service_type: "cash",
  applicant: "self",
  applicant_name: "هند سعد علي العتيبي",
  national_id: "1999999004",
  birth_date: "15/6/1410",
  mobile: "+966553000039",
  region_city_district: "مكة",
  dependents_count: "0",
  income_sources: "none",
  income_total: "0",
  consent_credit: "yes",
  obligations_total: "0",
  housing_tenure: "own",
  need_description: "نحتاج إعانة",
  urgency: "no",
  previous_support: "no",
};

/** What a role needs, besides being of this association, to open each. */
const needs: Record<keyof typeof files, Right[] | "nobody"> = {
  ofThread: ["conversation.see"],
  ofCrisis: ["conversation.see", "crisis.see"],
  ofCase: ["case.see"],
  ofNobody: "nobody",
};

describe.each(Object.entries(needs) as [keyof typeof files, Right[] | "nobody"][])(
  "a file %s",
  (which, rights) => {
    test.each(roleNames)("is open to the role %s exactly if its rights say so", async (role) => {
      const may = rights !== "nobody" && rights.every((right) => hasRight([role], right));
      const answer = await browsers.get(role)!.get(`/api/files/${files[which]}`);
      expect(answer.statusCode).toBe(may ? 200 : 404);
    });
    test("is not there for another association, whatever the role", async () => {
      const stranger = await member(ratel, [...roleNames]);
      expect((await stranger.get(`/api/files/${files[which]}`)).statusCode).toBe(404);
    });
  },
);

test("the delegate of another branch, or of none, does not see the file of a case", async () => {
  for (const branch of ["العزيزية", undefined]) {
    const other = await member(khuta, ["delegate"], branch);
    expect((await other.get(`/api/files/${files.ofCase}`)).statusCode).toBe(404);
  }
});

test("what is added must be a picture or a PDF, of a size that the profile allows, by somebody with that right", async () => {
  const officer = browsers.get("officer")!;
  const { max_mb } = corridor.world.associations.get(khuta)!.profile.documents;
  const tooLarge = Buffer.alloc(max_mb * 1_000_000 + 1);
  for (const [browser, bytes, status] of [
    [officer, Buffer.from("<svg onload=alert(1)></svg>"), 415],
    [officer, tooLarge, 413],
    [browsers.get("auditor")!, png(), 403],
    [officer, png(), 200],
  ] as const)
    expect((await browser.upload("/api/files", bytes, "ملف.png")).statusCode).toBe(status);
  expect((await officer.post("/api/files", {})).statusCode).toBe(415);
});
