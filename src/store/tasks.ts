import mongoose, { type Connection } from "mongoose";
import type { Tasks } from "../conversation/ports.ts";
import { insertOnce } from "./insert.ts";
import { defineModel } from "./model.ts";
import type { Vault } from "./vault.ts";
import { isAbsent, isPresent } from "./filters.ts";

const COLLECTION = "tasks";

type Task = Parameters<Tasks["add"]>[1];

interface Row extends Omit<Task, "id" | "kind"> {
  _id: string;
  associationId: string;
  kind: Task["kind"] | "case";
  closedAt?: Date;
  /** Of a case: which it is, which task (`CaseTask`), and the effect that asked for it last. */
  caseId?: string;
  task?: string;
  effectId?: string;
}

/** What staff must do, the most urgent and then the oldest first. */
export function createTasks(connection: Connection, vault: Vault): Tasks {
  const model = defineModel<Row>(
    connection,
    COLLECTION,
    {
      conversationId: String,
      kind: String,
      reason: String,
      priority: String,
      at: Date,
      dueAt: Date,
      closedAt: Date,
      caseId: String,
      task: String,
      effectId: String,
    },
    {
      association: "required",
      indexes: [
        {
          fields: { associationId: 1, at: 1, closedAt: 1 },
          options: { name: "open" },
        },
        { fields: { associationId: 1, conversationId: 1, kind: 1 } },
      ],
    },
  );

  return {
    add: async (association, { id, reason, ...task }) => {
      // A question nobody could answer is quoted as the person wrote it.
      const packed = await vault.pack(placeOf(association, id), reason);
      await insertOnce(model, { _id: id, associationId: association, ...task, reason: packed });
    },
    addOfCase: async (association, { effectId, reason, ...task }) => {
      const id = `${task.caseId}.${task.task}`;
      const packed = await vault.pack(placeOf(association, id), reason);
      const row = { ...task, kind: "case" as const, reason: packed, effectId };
      if (await insertOnce(model, { _id: id, associationId: association, ...row })) return;
      // The same again is the same task; one that was done opens again, but not for the effect that opened it before.
      await model.updateOne(
        {
          _id: id,
          associationId: association,
          closedAt: isPresent,
          effectId: mongoose.trusted({ $ne: effectId }),
        } as object,
        { $set: row, $unset: { closedAt: 1, ...(task.dueAt ? {} : { dueAt: 1 }) } },
      );
    },
    closeOfCase: async (association, caseId, task, at) => {
      await model.updateOne(
        { _id: `${caseId}.${task}`, associationId: association, closedAt: isAbsent } as object,
        { $set: { closedAt: at } },
      );
    },
    open: async (association) => {
      const rows = await model
        .find({
          associationId: association,
          closedAt: isAbsent,
        } as object)
        .sort({ at: 1 })
        .lean<Row[]>();
      const tasks = await Promise.all(
        rows.map(async ({ _id: id, conversationId, kind, reason, priority, at, ...rest }) => ({
          id,
          conversationId,
          ...(rest.caseId ? { caseId: rest.caseId } : {}),
          ...(rest.task ? { task: rest.task } : {}),
          ...(rest.dueAt ? { dueAt: rest.dueAt } : {}),
          kind,
          reason: await vault.unpack<string>(placeOf(association, id), reason),
          priority,
          at,
        })),
      );
      return tasks.toSorted((a, b) => rankOf(a.priority) - rankOf(b.priority));
    },
    finish: async (association, id, at) => {
      const { modifiedCount } = await model.updateOne(
        { _id: id, associationId: association, closedAt: isAbsent } as object,
        { $set: { closedAt: at } },
      );
      return modifiedCount === 1;
    },
    close: async (association, conversationId, kind, at) => {
      await model.updateMany(
        {
          associationId: association,
          conversationId,
          kind,
          closedAt: isAbsent,
        } as object,
        { $set: { closedAt: at } },
      );
    },
  };
}

const ORDER = ["crisis", "urgent", "normal"];

function rankOf(priority: string): number {
  const rank = ORDER.indexOf(priority);
  return rank < 0 ? ORDER.length : rank;
}

function placeOf(association: string, id: string) {
  return { association, collection: COLLECTION, field: "reason", id };
}
