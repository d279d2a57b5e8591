import { randomUUID } from "node:crypto";
import mongoose, { type Connection } from "mongoose";
import { addressKey } from "../channels/channel.ts";
import type { AssociationId, Message, Messages } from "../conversation/ports.ts";
import { acrossAssociations } from "./association-guard.ts";
import { createBatch } from "./batch.ts";
import type { WithLiveLease } from "./conversations.ts";
import { isPresent, oneOf, these } from "./filters.ts";
import { insertEach, PRIMARY } from "./insert.ts";
import { messageModel, WAITING_STATES, type MessageRow } from "./message-model.ts";
import { createOutcomes } from "./message-outcomes.ts";
import { createParkedReceipts } from "./receipts.ts";
import type { Vault } from "./vault.ts";

/** The messages of every thread. What has no outcome yet is indexed apart, so a long thread costs a send nothing. */
export function createMessages(
  connection: Connection,
  vault: Vault,
  withLiveLease: WithLiveLease,
): Messages {
  const model = messageModel(connection);
  const outcomes = createOutcomes(model, createParkedReceipts(connection));

  const insert = createBatch({
    run: async (all: readonly (readonly Message[])[]) => {
      const rows = await Promise.all(all.flat().map((message) => stored(message, vault)));
      const refusals = await insertEach(model, rows);
      let from = 0;
      return all.map((messages) => {
        const own = refusals.slice(from, (from += messages.length));
        for (const refusal of own) {
          if (refusal instanceof Error) return refusal;
          if (refusal && refusal.duplicateOf !== PRIMARY) return new Error("messages: not unique");
        }
        return undefined;
      });
    },
  });

  const beginSending = createBatch({
    keyOf: (asked: { association: AssociationId; id: string; now: Date }) => asked.id,
    run: async (asked) => {
      const sendId = randomUUID();
      const taken = these(asked);
      const { modifiedCount } = await model.updateMany(
        { ...taken, status: oneOf(["queued", "unknown"]) } as object,
        {
          $set: { status: "sending", sendingSince: asked[0]!.now, sendId },
          $inc: { attempts: 1 },
          $unset: { notBefore: 1 },
        },
      );
      if (modifiedCount === asked.length) return asked.map(() => true);
      const begun = await model
        .find({ ...taken, sendId } as object)
        .select({ _id: 1 })
        .lean<{ _id: string }[]>();
      return asked.map(({ id }) => begun.some((row) => row._id === id));
    },
  });

  const read = (rows: readonly MessageRow[]) =>
    Promise.all(rows.map((row) => asMessage(row, vault)));

  return {
    insert: (association, messages) =>
      insert(messages.map((message) => ({ ...message, associationId: association }))),
    beginSending: (association, id, now) => beginSending({ association, id, now }),
    recordOutcome: (association, message, outcome) =>
      outcomes.record({ association, message, outcome }),
    recordReceipt: async (association, receipt) => {
      const row = await outcomes.receive({ association, ...receipt });
      return row && asMessage(row, vault);
    },
    unsent: async (association, conversationId) => {
      const rows = await model
        .find({
          associationId: association,
          conversationId,
          waitingSince: isPresent,
        } as object)
        .sort({ order: 1 })
        .hint("waiting")
        .lean<MessageRow[]>();
      return (await read(rows)).map((message) =>
        message.status === "sending" ? { ...message, status: "interrupted" as const } : message,
      );
    },
    requeue: async (association, id, notBefore) => {
      await model.updateOne(
        {
          _id: id,
          associationId: association,
          status: oneOf([...WAITING_STATES, "rejected"]),
        } as object,
        { $set: { status: "queued", notBefore, waitingSince: notBefore } },
      );
    },
    withdraw: async (association, conversationId) => {
      const { modifiedCount } = await model.updateMany(
        {
          associationId: association,
          conversationId,
          waitingSince: isPresent,
          status: "queued",
          author: "bot",
        } as object,
        { $set: { status: "withdrawn" }, $unset: { waitingSince: 1 } },
      );
      return modifiedCount;
    },
    thread: async (association, conversationId, { limit, before }) => {
      const rows = await model
        .find({
          associationId: association,
          conversationId,
          ...(before === undefined ? {} : { order: mongoose.trusted({ $lt: before }) }),
        } as object)
        .sort({ order: -1 })
        .limit(limit)
        .hint("thread")
        .lean<MessageRow[]>();
      return read(rows.toReversed());
    },
    lastInboundAt: async (association, addresses) => {
      const found = await Promise.all(
        addresses.map((address) =>
          model
            .findOne({ associationId: association, addressKey: address, direction: "in" })
            .sort({ createdAt: -1 })
            .hint("address")
            .select({ createdAt: 1 })
            .lean<Pick<MessageRow, "createdAt">>(),
        ),
      );
      const times = found.flatMap((row) => (row ? [row.createdAt.getTime()] : []));
      return times.length > 0 ? new Date(Math.max(...times)) : undefined;
    },
    get: async (association, id) => {
      const row = await model.findOne({ _id: id, associationId: association }).lean<MessageRow>();
      return row ? asMessage(row, vault) : undefined;
    },
    conversationsWith: (association, storageKey) =>
      model.distinct("conversationId", { associationId: association, files: storageKey }).exec(),
    failed: async (association, limit) => {
      const rows = await model
        .find({ associationId: association, direction: "out", status: oneOf(FAILED) } as object)
        .sort({ createdAt: -1 })
        .limit(limit)
        .lean<MessageRow[]>();
      return read(rows);
    },
    ofAddress: async (association, address) => {
      const rows = await model
        .find({ associationId: association, addressKey: address })
        .sort({ createdAt: 1, order: 1 })
        .lean<MessageRow[]>();
      return read(rows);
    },
    stuck: async (before, limit) => {
      const rows = await acrossAssociations(
        model.find({ waitingSince: mongoose.trusted({ $lt: before }) } as object),
        "the sweeper looks after every association",
      )
        .select({ associationId: 1, conversationId: 1 })
        .hint("waiting")
        .limit(limit)
        .lean<MessageRow[]>();
      const lanes = new Map(rows.map((row) => [row.conversationId, row.associationId]));
      const asked = [...lanes].map(([id, association]) => ({ id, association }));
      const alive = asked.length > 0 ? await withLiveLease(asked) : new Set();
      return asked
        .filter(({ id }) => !alive.has(id))
        .map(({ id, association }) => ({ associationId: association, conversationId: id }));
    },
  };
}

const FAILED = ["rejected", "failed"];

async function stored({ id, body, ...message }: Message, vault: Vault): Promise<MessageRow> {
  const packed = await vault.pack(placeOf(message.associationId, id), body, {
    secret: message.secret,
  });
  const files = filesOf(body);
  const isWaiting = message.direction === "out" && WAITING_STATES.includes(message.status);
  return {
    _id: id,
    ...message,
    addressKey: addressKey(message.address),
    body: packed.startsWith("{") ? body : packed, // readable where it may be: staff will search in it
    ...(files.length > 0 ? { files } : {}),
    ...(isWaiting ? { waitingSince: new Date() } : {}),
  };
}

function filesOf(body: Message["body"]): string[] {
  if (body.kind !== "media") return [];
  const keys = "media" in body ? body.media.map((each) => each.storageKey) : [body.storageKey];
  return keys.filter((key) => key !== undefined);
}

async function asMessage(row: MessageRow, vault: Vault): Promise<Message> {
  const {
    _id: id,
    body,
    addressKey: _key,
    files: _files,
    providerKeys: _keys,
    rank: _rank,
    waitingSince: _since,
    sendId: _send,
    ...message
  } = row;
  const opened =
    typeof body === "string"
      ? await vault.unpack<Message["body"]>(placeOf(row.associationId, id), body)
      : body;
  return { id, ...message, body: opened };
}

function placeOf(association: string, id: string) {
  return { association, collection: "messages", field: "body", id };
}
