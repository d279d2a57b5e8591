import mongoose, { type Connection } from "mongoose";
import type { SurveyAnswer, SurveyGroup, Surveys } from "../conversation/ports.ts";
import { insertOnce } from "./insert.ts";
import { defineModel, Whole } from "./model.ts";
import type { Vault } from "./vault.ts";

const COLLECTION = "surveys";
/** No setting goes below it: an answer among fewer is an answer with a name. */
const FEWEST = 5;
const SCALE = 5;

interface Row extends Omit<SurveyAnswer, "id"> {
  _id: string;
  associationId: string;
}

/**
 * Answers to surveys: association, service and month, and nothing that leads to a person, an employee or a day. They are
 * read in groups alone («أداة للتقويم والتطوير لا للعقاب والتشهير»).
 */
export function createSurveys(connection: Connection, vault: Vault): Surveys {
  const model = defineModel<Row>(
    connection,
    COLLECTION,
    { service: String, month: String, scores: Whole, tags: Whole, text: String },
    {
      association: "required",
      indexes: [{ fields: { associationId: 1, month: 1, service: 1 } }],
    },
  );
  const placeOf = (association: string, id: string) => ({
    association,
    collection: COLLECTION,
    field: "text",
    id,
  });

  return {
    add: async (association, { id, text, ...answer }) => {
      const packed = await vault.pack(placeOf(association, id), text, { secret: true });
      await insertOnce(model, { _id: id, associationId: association, ...answer, text: packed });
    },
    report: async (association, { from, to, atLeast }) => {
      const rows = await model
        .find({
          associationId: association,
          month: mongoose.trusted({ $gte: from, $lte: to }),
        } as object)
        .sort({ _id: 1 }) // random: the order of coming would say who was when
        .lean<Row[]>();
      const groups = groupsOf(rows).filter((group) => group.length >= Math.max(FEWEST, atLeast));
      const shown = groups.reduce((sum, group) => sum + group.length, 0);
      const read = groups.map(async (group) =>
        summaryOf(
          group,
          await Promise.all(
            group.map((row) => vault.unpack<string>(placeOf(association, row._id), row.text)),
          ),
        ),
      );
      return { groups: await Promise.all(read), withheld: rows.length - shown };
    },
  };
}

function groupsOf(rows: readonly Row[]): Row[][] {
  const groups = new Map<string, Row[]>();
  for (const row of rows) {
    const key = `${row.month}|${row.service}`;
    groups.set(key, [...(groups.get(key) ?? []), row]);
  }
  return [...groups.values()];
}

function summaryOf(rows: readonly Row[], texts: readonly string[]): SurveyGroup {
  const scores: Record<string, number[]> = {};
  const tags: Record<string, number> = {};
  for (const row of rows) {
    for (const [question, score] of Object.entries(row.scores)) {
      const counts = (scores[question] ??= Array.from({ length: SCALE }, () => 0));
      counts[score - 1] = (counts[score - 1] ?? 0) + 1;
    }
    for (const tag of row.tags) tags[tag] = (tags[tag] ?? 0) + 1;
  }
  return {
    service: rows[0]?.service ?? "",
    month: rows[0]?.month ?? "",
    count: rows.length,
    scores,
    tags,
    texts: texts.filter((text) => text !== ""),
  };
}
