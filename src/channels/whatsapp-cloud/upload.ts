import { z } from "zod";
import type { ChannelError, Outbound } from "../channel.ts";
import { jsonOf } from "../http-call.ts";
import { errorOf } from "../outcome.ts";
import { outcomeOfCall } from "./errors.ts";
import type { Graph } from "./graph.ts";

/** A file goes up first and is then named in the message by the id that it gets here; while it only goes up, nothing was sent to anybody. */
export async function uploadFile(
  graph: Graph,
  phoneNumberId: string,
  body: Extract<Outbound["body"], { kind: "media" }>,
  bytes: Uint8Array,
): Promise<{ id: string } | ChannelError> {
  const form = new FormData();
  form.set("messaging_product", "whatsapp");
  form.set("type", body.mime);
  form.set("file", new Blob([new Uint8Array(bytes)], { type: body.mime }), body.fileName);
  const called = await graph.upload(`${phoneNumberId}/media`, form);
  if (called.kind === "answer") {
    const id = uploadedShape.safeParse(jsonOf(called.bytes)).data?.id;
    if (id !== undefined) return { id };
  }
  const outcome = outcomeOfCall(called);
  return outcome.status === "rejected"
    ? outcome.error
    : errorOf("transient", "Meta did not take the file");
}

const uploadedShape = z.object({ id: z.string() });
