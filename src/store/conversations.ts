import mongoose, { type Connection } from "mongoose";
import type { AssociationId, Conversation, Conversations } from "../conversation/ports.ts";
import type { Addresses } from "./addresses.ts";
import { acrossAssociations } from "./association-guard.ts";
import { createBatch } from "./batch.ts";
import {
  asConversation,
  asRow,
  conversationModel,
  NO_LEASE,
  type ConversationRow,
} from "./conversation-document.ts";
import { these, type Asked } from "./filters.ts";
import { insertEach, PRIMARY } from "./insert.ts";
import { updateEach } from "./update-each.ts";
import type { Vault } from "./vault.ts";

/** Ids of those conversations that somebody is working on right now. */
export type WithLiveLease = (asked: readonly Asked[]) => Promise<Set<string>>;

const KEPT_COMMITS = 4;
const MAX_COMMITS = 64; // of documents of some KB: far from the 16 MB of a command

/** One document a conversation: where it stands and what is still to be done for it, saved in one write. */
export function createConversations(
  connection: Connection,
  vault: Vault,
  addresses: Addresses,
  unjournaled: object,
): Conversations & { withLiveLease: WithLiveLease } {
  const model = conversationModel(connection);

  const load = createBatch({
    run: async (asked: readonly Asked[]) => {
      const rows = await model.find(these(asked)).lean<ConversationRow[]>();
      const byId = new Map(rows.map((row) => [row._id, row]));
      return asked.map(({ association, id }) => {
        const row = byId.get(id);
        return row?.associationId === association ? row : undefined;
      });
    },
  });

  const commit = createBatch({
    keyOf: (conversation: Conversation) => conversation.id,
    max: MAX_COMMITS,
    run: async (conversations: readonly Conversation[]) => {
      const rows = await Promise.all(
        conversations.map((conversation) => asRow(conversation, vault)),
      );
      const saved = new Set<ConversationRow>();
      await Promise.all([
        insertFirst(
          rows.filter((row) => row.version === 1),
          saved,
        ),
        replaceNext(
          rows.filter((row) => row.version > 1),
          saved,
        ),
      ]);
      return rows.map((row) => (saved.has(row) ? ("saved" as const) : ("conflict" as const)));
    },
  });

  async function insertFirst(
    rows: readonly ConversationRow[],
    saved: Set<ConversationRow>,
  ): Promise<void> {
    if (rows.length === 0) return;
    const refusals = await insertEach(model, rows);
    refusals.forEach((refusal, index) => {
      if (refusal === undefined) saved.add(rows[index]!);
      else if (refusal instanceof Error) throw refusal;
      else if (refusal.duplicateOf !== PRIMARY)
        throw new Error(`conversations: ${refusal.duplicateOf}`);
    });
  }

  async function replaceNext(
    rows: readonly ConversationRow[],
    saved: Set<ConversationRow>,
  ): Promise<void> {
    if (rows.length === 0) return;
    const changed = await updateEach(model, rows, {
      when: { $eq: ["$version", { $subtract: ["$$next.version", 1] }] },
      to: {
        $mergeObjects: [
          "$$next",
          {
            commits: { $slice: [{ $concatArrays: ["$$next.commits", "$commits"] }, KEPT_COMMITS] },
          },
        ],
      },
    });
    if (changed === rows.length) {
      for (const row of rows) saved.add(row);
      return;
    }
    const asked = rows.map((row) => ({ association: row.associationId, id: row._id }));
    const now = await model
      .find(these(asked))
      .select({ commits: 1 })
      .lean<Pick<ConversationRow, "_id" | "commits">[]>();
    const commits = new Map(now.map((row) => [row._id, row.commits]));
    for (const row of rows) if (commits.get(row._id)?.includes(row.commits[0]!)) saved.add(row);
  }

  interface Settled {
    association: AssociationId;
    id: string;
    done: Parameters<Conversations["settle"]>[2];
  }

  const settle = createBatch({
    keyOf: (settled: Settled) => settled.id,
    run: async (settled: readonly Settled[]) => {
      // One update for all: ids of effects and owners of leases are unique, so what is said of one touches no other.
      await model.updateMany(
        these(settled.map(({ association, id }) => ({ association, id }))),
        settlement(settled.map(({ id, done }) => ({ id, ...done }))),
        { updatePipeline: true, ...unjournaled },
      );
      return settled.map(() => undefined);
    },
  });

  return {
    resolve: addresses.resolve,
    ownerOf: addresses.ownerOf,
    moveAddress: addresses.move,
    load: async (association, id) => {
      const row = await load({ association, id });
      return row && asConversation(row, vault);
    },
    commit,
    settle: (association, id, done) => settle({ association, id, done }),
    withLiveLease: async (asked) => {
      const rows = await model.find(these(asked)).select({ lease: 1 }).lean<ConversationRow[]>();
      const now = new Date();
      return new Set(
        rows.filter((row) => row.lease && row.lease.until > now).map((row) => row._id),
      );
    },
    unsettled: async (leaseBefore, limit) => {
      const rows = await acrossAssociations(
        model.find({ unsettledUntil: mongoose.trusted({ $lt: leaseBefore }) } as object),
        "the sweeper looks after every association",
      )
        .select({ associationId: 1 })
        .limit(limit)
        .lean<ConversationRow[]>();
      return rows.map((row) => ({ associationId: row.associationId, id: row._id }));
    },
  };
}

/** Takes away the effects that are done, and the lease where it is given back and still the owner's. */
function settlement(
  all: readonly ({ id: string } & Parameters<Conversations["settle"]>[2])[],
): object[] {
  const idsOf = (chosen: typeof all) => ({ $literal: chosen.map((each) => each.id) });
  const done = { $literal: all.flatMap((each) => each.effectIds) };
  const owners = { $literal: all.map((each) => each.owner) };
  const holder = { $ifNull: ["$lease.owner", null] };
  const isFree = { $eq: [holder, null] };
  const isOwn = { $in: [holder, owners] };
  const isReleased = {
    $and: [isOwn, { $in: ["$_id", idsOf(all.filter((each) => each.release))] }],
  };
  return [
    {
      $set: {
        effects: { $filter: { input: "$effects", cond: { $not: [{ $in: ["$$this.id", done] }] } } },
        lease: { $cond: [isReleased, "$$REMOVE", "$lease"] },
        // A lease that somebody else has taken since: how far behind the messages are is his to say.
        backlog: {
          $cond: [
            { $or: [isOwn, isFree] },
            { $in: ["$_id", idsOf(all.filter((each) => each.backlog))] },
            "$backlog",
          ],
        },
      },
    },
    {
      $set: {
        unsettledUntil: {
          $cond: [{ $eq: ["$effects", []] }, "$$REMOVE", { $ifNull: ["$lease.until", NO_LEASE] }],
        },
      },
    },
  ];
}
