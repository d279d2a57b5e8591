import { endCase } from "../ending.ts";
import {
  ask,
  done,
  dontWake,
  move,
  nameOf,
  note,
  nowOf,
  refuse,
  tell,
  wakeAt,
  type ActionRule,
  type Refusal,
  type Step,
} from "../step.ts";

/*
 * The service is provided (policy S7): staff do what was granted, and the person says whether it came.
 */

type Kind = "plan_delivery" | "deliver" | "delivered" | "confirm_delivery";

const CONFIRM_AFTER_DAYS = 7; // then somebody calls
const DAY_MS = 86_400_000;

export const deliveryActions: { [K in Kind]: ActionRule<K> } = {
  plan_delivery: {
    from: ["decided", "delivered"],
    by: ["officer"],
    holds: isGranted,
    apply(step, { what }) {
      const { delivery } = step.record;
      if (!delivery || what.trim() === "") return refuse("reason_needed");
      delivery.tasks.push({ id: String(delivery.tasks.length + 1), what });
      note(step, "delivery_planned");
      ask(step, "deliver", "delivery_planned");
    },
  },
  deliver: {
    from: ["decided", "delivered"],
    by: ["officer"],
    holds: isGranted,
    apply(step, { task: id }) {
      const task = step.record.delivery?.tasks.find((each) => each.id === id);
      if (!task) return refuse("unknown_task", { task: id });
      if (task.doneAt) return undefined;
      task.doneBy = nameOf(step.ctx.actor);
      task.doneAt = nowOf(step);
      note(step, "delivery_done", { data: { task: id } });
    },
  },
  delivered: {
    from: ["decided", "delivered"],
    by: ["officer"],
    holds(step) {
      const refusal = isGranted(step);
      if (refusal) return refusal;
      const left = step.record.delivery?.tasks.filter((task) => !task.doneAt) ?? [];
      return left.length > 0
        ? refuse("delivery_open", { tasks: left.map(({ id }) => id) })
        : undefined;
    },
    apply(step) {
      const { delivery, state } = step.record;
      if (!delivery) return refuse("nothing_granted");
      if (state === "decided") move(step, "delivered", "delivered");
      else note(step, "delivered_again");
      delete delivery.confirmed;
      delivery.askedAt = nowOf(step);
      done(step, "deliver", "not_delivered");
      tell(step, "delivered_ask");
      wakeAt(step, "confirm", new Date(step.ctx.now.getTime() + CONFIRM_AFTER_DAYS * DAY_MS));
    },
  },
  confirm_delivery: {
    from: ["delivered"],
    by: ["contact", "officer"],
    apply(step, { how }) {
      const { delivery } = step.record;
      if (!delivery) return refuse("nothing_granted");
      delivery.confirmed = { how, at: nowOf(step) };
      dontWake(step, "confirm");
      done(step, "confirm_delivery");
      if (how === "full") return endCase(step, "delivery_confirmed");
      note(step, "delivery_incomplete", { data: { how } });
      ask(step, "not_delivered", how, { priority: "urgent" });
    },
  },
};

function isGranted({ record }: Step): Refusal | undefined {
  const { decision, delivery } = record;
  return decision?.releasedAt && decision.outcome !== "declined" && delivery
    ? undefined
    : refuse("nothing_granted");
}
