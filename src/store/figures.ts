import mongoose, { type Connection, type Model } from "mongoose";
import type { AssociationId } from "../conversation/ports.ts";
import type { Figures } from "../conversation/ports-staff.ts";
import { isPresent } from "./filters.ts";

/* Counts over what other collections hold. Nothing of a person leaves here: keys, channels and minutes only. */

/** Reads collections that others own, through their models. */
export function createFigures(connection: Connection): Figures {
  const model = (name: string) => connection.models[name] as unknown as Model<object>;
  const within = (from: Date, to: Date) => mongoose.trusted({ $gte: from, $lt: to });

  return {
    volumes: async (association, from, to) => {
      const rows = await model("messages").aggregate<{
        _id: { channel: string; direction: string; author: string };
        messages: number;
        people: string[];
      }>([
        { $match: { associationId: association, createdAt: { $gte: from, $lt: to } } },
        {
          $group: {
            _id: { channel: "$address.channelId", direction: "$direction", author: "$author" },
            messages: { $sum: 1 },
            people: { $addToSet: "$conversationId" },
          },
        },
      ]);
      return rows.map(({ _id, messages, people }) => ({
        channelId: _id.channel,
        direction: _id.direction,
        author: _id.author,
        messages,
        conversations: people.length,
      }));
    },
    questions: async (association, from, to, quietSince) => {
      const last = await model("messages").aggregate<{ _id: string; key: string; at: Date }>([
        {
          $match: {
            associationId: association,
            createdAt: { $gte: from, $lt: to },
            key: { $exists: true },
          },
        },
        { $sort: { conversationId: 1, order: 1 } },
        {
          $group: {
            _id: { conversation: "$conversationId", key: "$key" },
            at: { $last: "$createdAt" },
            order: { $last: "$order" },
          },
        },
        { $sort: { order: 1 } },
        {
          $group: {
            _id: "$_id.conversation",
            keys: { $push: "$_id.key" },
            key: { $last: "$_id.key" },
            at: { $last: "$at" },
          },
        },
      ]);
      return counted(last as unknown as { keys: string[]; key: string; at: Date }[], quietSince);
    },
    waits: async (association, from, to) => {
      const rows = await model("desk")
        .find({
          associationId: association,
          claimedAt: isPresent,
          since: within(from, to),
        } as object)
        .select({ since: 1, claimedAt: 1 })
        .lean<{ since: Date; claimedAt: Date }[]>();
      return rows.map(({ since, claimedAt }) => (claimedAt.getTime() - since.getTime()) / 60_000);
    },
    handled: async (association: AssociationId, from, to) => {
      const rows = await model("audit").aggregate<{ _id: string; count: number }>([
        { $match: { associationId: association, at: { $gte: from, $lt: to } } },
        { $group: { _id: "$verb", count: { $sum: 1 } } },
      ]);
      return rows.map(({ _id: verb, count }) => ({ verb, count }));
    },
  };
}

/** A question was reached by whoever was sent it, and is where he stopped when nothing came after it for long. */
function counted(
  conversations: readonly { keys: string[]; key: string; at: Date }[],
  quietSince: Date,
): { key: string; reached: number; dropped: number }[] {
  const found = new Map<string, { reached: number; dropped: number }>();
  const of = (key: string) => {
    const known = found.get(key) ?? { reached: 0, dropped: 0 };
    found.set(key, known);
    return known;
  };
  for (const { keys, key, at } of conversations) {
    for (const each of keys) of(each).reached += 1;
    if (at < quietSince) of(key).dropped += 1;
  }
  return [...found].map(([key, counts]) => ({ key, ...counts }));
}
