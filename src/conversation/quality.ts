import { qualityDigest, type QualityDigest } from "../cases/quality.ts";
import { dayInRiyadh } from "../language/calendar.ts";
import { recordOf } from "./case-record.ts";
import type { AssociationId } from "./ports.ts";
import { associationOf, type World } from "./world.ts";

const PAGE = 200;
/** What was finished in a month was opened in the year before it. */
const YEAR_MS = 366 * 86_400_000;
const PAPER = { kind: "web", twoWay: true } as const;

interface Mail {
  send(mail: { to: string; subject: string; text: string }): Promise<void>;
}

/** The quality of one month (`2026-11`), as every department is told of it. */
export async function qualityOf(
  world: World,
  association: AssociationId,
  month: string,
): Promise<QualityDigest> {
  const { cases, surveys, improvements, feedback } = world.store;
  const { profile } = associationOf(world, association);
  const since = new Date(Date.parse(`${month}-01`) - YEAR_MS).toISOString();
  const records = [];
  let after: string | undefined;
  do {
    const page = await cases.list(association, { limit: PAGE, ...(after ? { after } : {}) });
    const young = page.cases.filter(({ openedAt }) => openedAt >= since);
    records.push(...young.map(recordOf));
    after = young.length === page.cases.length ? (page.next ?? undefined) : undefined;
  } while (after);
  const [{ groups }, planned, remarks] = await Promise.all([
    surveys.report(association, { from: month, to: month, atLeast: profile.survey.k_min }),
    improvements.list(association),
    feedback.list(association, { kinds: ["internal"] }),
  ]);
  return qualityDigest(profile, month, {
    records,
    groups,
    improvements: planned,
    remarks: remarks.filter(({ day }) => day.startsWith(month)).length,
  });
}

/** The last month goes by mail to all staff who asked for the digest, once; returns to how many. */
export async function sendQualityDigest(
  world: World,
  association: AssociationId,
  mail: Mail | undefined,
): Promise<number> {
  const month = monthBefore(dayInRiyadh(world.clock.now()));
  if (!mail || !(await world.store.settings.claim(`quality.${association}.${month}`))) return 0;
  const digest = await qualityOf(world, association, month);
  const members = (await world.store.staff.list(association)).filter(
    ({ disabled, alerts }) => !disabled && alerts.digest && alerts.email,
  );
  const sent = await Promise.all(
    members.map(async ({ alerts, language }) => {
      const { subject, text } = digestText(world, digest, language);
      try {
        await mail.send({ to: alerts.email ?? "", subject, text });
        return true;
      } catch {
        world.log.warn({ month }, "a digest did not leave by mail"); // the error may quote the address
        return false;
      }
    }),
  );
  return sent.filter(Boolean).length;
}

/** The digest in words. */
export function digestText(
  world: Pick<World, "texts">,
  { month, departments, satisfaction, breaches, improvements, remarks }: QualityDigest,
  language: "ar" | "en",
): { subject: string; text: string } {
  const fill = (key: string, vars: Record<string, string | number | null>) =>
    world.texts.fill(
      `quality.${key}`,
      Object.fromEntries(Object.entries(vars).map(([name, value]) => [name, value ?? "-"])),
      language,
      PAPER,
    );
  const lines = [
    ...departments.map(({ name, count, p50, p90 }) =>
      fill("department", { department: name, total: count, p50, p90 }),
    ),
    ...(satisfaction.answers > 0
      ? [
          fill("satisfaction", {
            total: satisfaction.answers,
            score: satisfaction.service,
            score2: satisfaction.provider,
          }),
        ]
      : []),
    fill("breaches", { total: breaches }),
    fill("remarks", { total: remarks }),
    ...improvements.map(({ plan, done }) => fill(done ? "improved" : "improving", { plan })),
    fill("foot", {}),
  ];
  return { subject: fill("subject", { month }), text: `${lines.join("\n")}\n` };
}

function monthBefore(day: string): string {
  const [year = 0, month = 1] = day.split("-").map(Number);
  return month === 1 ? `${year - 1}-12` : `${year}-${String(month - 1).padStart(2, "0")}`;
}
