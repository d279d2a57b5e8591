import { expect } from "vitest";
import { addressKey } from "../../src/channels/channel.ts";
import type { AssociationId, CaseView } from "../../src/conversation/ports.ts";
import type { IntakeForm } from "../../src/http/staff/api.ts";
import { standIn, type Corridor, type StandIn } from "../support/corridor.ts";
import { type Browser, type openDesk } from "../support/staff-desk.ts";
import { granted, SERVICE } from "./granted.ts";
import type { Id } from "./requirements.ts";

/*
 * Scenarios of the ways in that a member of staff fills for the person: by the routes that the pages use, over the whole
 * corridor on a real store.
 */

export interface DeskScenario {
  requirement: string;
  /** What is seen to happen. */
  title: string;
  play: (office: Office, association: Id) => Promise<void>;
}

/** One association's staff, and what its people get by text message. */
export interface Office {
  corridor: Corridor;
  association: AssociationId;
  sms: StandIn;
  /** Logged in; `branch` for a role that is limited to one. */
  as(role: string, branch?: string): Promise<Browser>;
  /** A mobile number that nobody had before. */
  newMobile(): string;
}

export const deskScenarios: readonly DeskScenario[] = [
  {
    requirement: "C1",
    title:
      "who comes is written down by the same readers, with the visit as the source, and told by text message",
    async play(office, association) {
      const page = await office.as("officer");
      const { mobile, answers } = await filled(page, office, association);
      const wrong = await page.post("/api/intake", {
        source: "visit",
        answers: { ...answers, mobile: "0112345678" },
        declaration,
      });
      expect([wrong.statusCode, Object.keys(wrong.json().error.data.fields as object)]).toEqual([
        400,
        ["mobile"],
      ]);
      expect(told(office, mobile)).toBe("");
      const view = await registered(office, page, { source: "visit", answers });
      expect(view).toMatchObject({ source: "visit", service: SERVICE[association] });
      expect(told(office, mobile)).toContain(view.number);
    },
  },
  {
    requirement: "C2",
    title:
      "a call is filled in while it lasts: who read the declaration is recorded, and a text message confirms it",
    async play(office, association) {
      const page = await office.as("officer");
      const { mobile, answers } = await filled(page, office, association);
      const view = await registered(office, page, { source: "phone", answers });
      expect(view.source).toBe("phone");
      expect(view.declaration).toMatchObject({
        method: "read_aloud",
        source: "phone",
        by: expect.any(String),
      });
      expect(told(office, mobile)).toContain(view.number);
    },
  },
  {
    requirement: "C5",
    title: "a letter that comes in is kept with its number and date, and is not taken without them",
    async play(office, association) {
      const page = await office.as("officer");
      const { answers } = await filled(page, office, association);
      const bare = await page.post("/api/intake", { source: "letter", answers, declaration });
      expect([bare.statusCode, bare.json().error.code]).toEqual([400, "intake.letter"]);
      const letter = { number: "1448/77", date: "2026-11-01" };
      const view = await registered(office, page, { source: "letter", letter, answers });
      expect(view.declaration).toMatchObject({ source: "letter", letter });
    },
  },
  {
    requirement: "C5",
    title:
      "a letter that goes out has a number that no other has, a date, and its attachments counted",
    async play({ corridor, association }, id) {
      const { record } = granted(id);
      const numbers: string[] = [];
      for (const serial of ["1", "2"]) {
        const own = { ...record, id: `${id}.${serial}` };
        const effect = `${own.id}.letter`;
        await corridor.world.letters.make(association, {
          id: effect,
          record: own,
          kind: "decision",
        });
        const [letter] = await corridor.store.letters.ofCase(association, own.id);
        expect(letter).toMatchObject({
          issuedAt: corridor.world.clock.now(),
          attachments: expect.any(Number),
        });
        numbers.push(letter?.number ?? "");
      }
      expect(numbers.every((number) => /^\d+\/14\d\d$/.test(number))).toBe(true);
      expect(new Set(numbers).size).toBe(2);
    },
  },
  {
    requirement: "C9",
    title: "a delegate files for others in his branch, and sees nothing of another branch",
    async play(office, association) {
      const [north, south] = [
        await office.as("delegate", "الشمال"),
        await office.as("delegate", "الجنوب"),
      ];
      const { answers } = await filled(north, office, association);
      const view = await registered(office, north, { source: "delegate", answers });
      expect(view).toMatchObject({ source: "delegate", branch: "الشمال", onBehalf: true });
      const [own, others] = await Promise.all(
        [north, south].map(async (page) => ({
          listed: ((await page.get("/api/cases")).json().cases as { id: string }[]).map(
            ({ id }) => id,
          ),
          opened: (await page.get(`/api/cases/${view.id}`)).statusCode,
        })),
      );
      expect(own).toMatchObject({ listed: expect.arrayContaining([view.id]), opened: 200 });
      expect(others?.listed).not.toContain(view.id);
      expect(others?.opened).toBe(404);
    },
  },
];

/** An office over a corridor and the routes of staff; every association has its own number for text messages. */
export function openOffice(
  corridor: Corridor,
  desk: Awaited<ReturnType<typeof openDesk>>,
  id: Id,
): Office {
  const association = id as AssociationId;
  const channelId = `${id}-sms`;
  const sms = id === "khuta" ? corridor.sms : standIn(channelId);
  corridor.world.channels = new Map([...corridor.world.channels, [channelId, sms]]);
  const pages = new Map<string, Promise<Browser>>();
  let mobiles = 0;
  return {
    corridor,
    association,
    sms,
    as(role, branch) {
      const name = [role, id, branch].filter(Boolean).join(" ");
      const page =
        pages.get(name) ?? desk.account(association, name, [role], branch).then(desk.logIn);
      pages.set(name, page);
      return page;
    },
    newMobile: () => `+96655300${1000 + mobiles++}`,
  };
}

const declaration = { method: "read_aloud", witness: "سالم عمر" } as const;

/** The form of the first service of this association, with every question answered that must be. */
async function filled(page: Browser, office: Office, association: Id) {
  const mobile = office.newMobile();
  const service = SERVICE[association];
  const chosen: Record<string, string> = { psy_immediate_danger: "no" };
  const byKind: Record<string, string> = {
    identity: "١٩٩٩٩٩٩٠٠٤",
    phone: mobile,
    date: "15/6/1410",
    number: "٢",
    text: "فاطمة أحمد علي الغامدي",
  };
  const answers: Record<string, string> = {};
  // Each answer may bring the next question: the form grows until nothing is missing.
  for (let next = await ask(); next; next = await ask())
    answers[next.id] = next.id.startsWith("dependents.")
      ? "سارة، ابنة، 1436"
      : (chosen[next.id] ??
        next.options.find((option) => option.id === service)?.id ??
        next.options[0]?.id ??
        byKind[next.kind] ??
        "");
  async function ask() {
    const form = (await page.post("/api/intake/questions", { answers })).json<IntakeForm>();
    return form.sections
      .flatMap(({ questions }) => questions)
      .find(({ id, required }) => required && answers[id] === undefined);
  }
  return { mobile, answers };
}

async function registered(office: Office, page: Browser, body: object): Promise<CaseView> {
  const done = await page.post("/api/intake", { ...body, declaration });
  expect(done.body).toContain("caseId");
  await office.corridor.quiet();
  const { caseId } = done.json<{ caseId: string }>();
  const view = await office.corridor.store.cases.get(office.association, caseId);
  if (!view) throw new Error("no case was opened");
  const shown = (await page.get(`/api/cases/${caseId}`)).json<{ answers: { source: string }[] }>();
  expect(new Set(shown.answers.map(({ source }) => source))).toEqual(new Set([view.source]));
  return view;
}

/** Everything that was sent to a number, as one text. */
function told({ sms }: Office, mobile: string): string {
  return sms.seen
    .filter(({ to }) => addressKey(to) === `${sms.id}|${mobile}`)
    .map(({ body }) => ("text" in body ? body.text : ""))
    .join("\n");
}
