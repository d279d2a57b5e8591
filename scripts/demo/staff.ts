import { createHash, randomUUID } from "node:crypto";
import { needsSecondFactor, type Role } from "../../src/cases/roles.ts";
import type { Config } from "../../src/config.ts";
import { loadProfiles } from "../../src/conversation/load-profiles.ts";
import type { AssociationId } from "../../src/conversation/ports.ts";
import { hashPassword } from "../../src/http/staff/password.ts";
import { connectStore } from "../../src/store/index.ts";
import type { DemoLogin } from "./demo-file.ts";

const PASSWORD = "wasl-demo-2026-نخلة";

/** Invented people; each association has the same seven, so that whoever tries one knows all. */
const people: { login: string; name: string; roles: Role[] }[] = [
  { login: "officer", name: "نورة السالم", roles: ["officer"] },
  { login: "officer2", name: "فهد الحربي", roles: ["officer", "researcher"] },
  { login: "manager", name: "عبدالله المطيري", roles: ["manager"] },
  { login: "committee", name: "سعد القحطاني", roles: ["committee"] },
  { login: "committee2", name: "هند العتيبي", roles: ["committee"] },
  { login: "committee3", name: "ماجد الشهري", roles: ["committee"] },
  { login: "objections", name: "ريم الدوسري", roles: ["objection_body", "complaints_owner"] },
  { login: "admin", name: "خالد الزهراني", roles: ["administrator", "auditor"] },
];

/** The staff of the demo, the same at every start. What somebody has changed in them since stays. */
export async function seedStaff(config: Config, mongoUri: string): Promise<DemoLogin[]> {
  const { store, close } = await connectStore({ mongoUri, masterKey: config.masterKey });
  try {
    const logins: DemoLogin[] = [];
    let passwordHash: string | undefined;
    for (const { id } of loadProfiles(config.flowsDir)) {
      const association = id as AssociationId;
      for (const person of people) {
        const login = `${person.login}.${id}`;
        const totpSecret = needsSecondFactor(person.roles) ? secretOf(login) : undefined;
        logins.push({
          association: id,
          role: person.roles[0] ?? "",
          name: login,
          password: PASSWORD,
          ...(totpSecret ? { totpSecret } : {}),
        });
        const memberId = randomUUID().replaceAll("-", "");
        const isNew = await store.staff.add(association, {
          id: memberId,
          associationId: association,
          login,
          name: person.name,
          roles: person.roles,
          branch: null,
          language: "ar",
          presence: "offline",
          hasPassword: false,
          secondFactor: false,
          disabled: false,
          alerts: { digest: false },
          createdAt: new Date(),
        });
        if (!isNew) continue;
        passwordHash ??= await hashPassword(PASSWORD);
        await store.staff.setCredentials(association, memberId, {
          passwordHash,
          ...(totpSecret ? { totpSecret, recovery: [] } : {}),
        });
      }
    }
    return logins;
  } finally {
    await close();
  }
}

const BASE32 = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";

/** Worth nothing anywhere else: made from the name, so that a program can compute the codes. */
function secretOf(login: string): string {
  const bytes = createHash("sha256").update(`wasl demo ${login}`).digest();
  return [...bytes].map((byte) => BASE32.charAt(byte % 32)).join("");
}
