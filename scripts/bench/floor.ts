import mongoose, { Schema } from "mongoose";
import { advance, emptyState } from "../../src/engine/advance.ts";
import type { State, TurnContext } from "../../src/engine/types.ts";
import { khuta, type Stage } from "./stage.ts";

/**
 * The least that a durable turn can be: one journaled insert (the message), the same reducer, one journaled conditional
 * update (state and effects). No order, no deduplication of effects, no messages, no recovery.
 */
export async function openFloor(mongoUri: string, stage: Stage) {
  const connection = await mongoose.createConnection(mongoUri).asPromise();
  const options = { strict: false, versionKey: false, writeConcern: { w: 1, j: true } } as const;
  const inbox = connection.model(
    "floor_inbox",
    new Schema({ _id: String, body: Schema.Types.Mixed }, options),
  );
  const conversations = connection.model(
    "floor_conversation",
    new Schema({ _id: String, version: Number, data: Schema.Types.Mixed }, options),
  );
  const states = new Map<string, { version: number; state: State }>();
  const association = stage.world.associations.get(khuta);
  if (!association) throw new Error("no association");
  let serial = 0;

  async function turn(phone: string, text: string): Promise<number> {
    const begun = performance.now();
    await inbox.insertMany([{ _id: `f${serial++}`, body: { phone, text } }], { lean: true });
    const before = states.get(phone) ?? { version: 0, state: emptyState(new Date()) };
    const { state, effects } = advance(
      stage.world.flows,
      before.state,
      { kind: "text", text },
      contextOf(phone, before.version + 1),
    );
    await conversations.updateOne(
      { _id: phone, ...(before.version > 0 ? { version: before.version } : {}) },
      { $set: { version: before.version + 1, data: { state, effects } } },
      { upsert: before.version === 0 },
    );
    states.set(phone, { version: before.version + 1, state });
    return performance.now() - begun;
  }

  function contextOf(phone: string, version: number): TurnContext {
    const { world } = stage;
    if (!association) throw new Error("no association");
    return {
      now: new Date(),
      holder: "bot",
      turnId: `${phone}.${version}`,
      channel: { kind: "sms", twoWay: true, buttons: false },
      verifiedPhone: phone,
      policy: association.policy,
      documentsFor: () => [],
      hasFlow: (name) => world.flows.versions.has(name),
      label: (key) => world.texts.plain(key, "ar"),
      placeholders: (key) => world.texts.placeholders(key),
      isCode: () => false,
      findAnswer: (text) => association.knowledge.answer(text),
    };
  }
  return {
    turn,
    async close() {
      await connection.close();
    },
  };
}
