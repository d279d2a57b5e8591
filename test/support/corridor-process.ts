import { loadConfig } from "../../src/config.ts";
import type { AssociationId } from "../../src/conversation/ports.ts";
import { receive } from "../../src/conversation/receive.ts";
import { start } from "../../src/main.ts";

/*
 * Wasl as a process of its own that can be killed: everything real, only that messages come in over IPC instead of a
 * webhook. The parent is told what a provider would be told: "stored", after it is durable.
 */
const running = await start(loadConfig(process.env));
process.on("message", (message: { id: string; phone: string; text: string }) => {
  void receive(running.world, "khuta" as AssociationId, {
    providerMessageId: message.id,
    channelId: "khuta-sms",
    from: {
      address: { channelId: "khuta-sms", scheme: "e164", value: message.phone },
      phoneE164: message.phone,
      phoneAssurance: "carrier",
    },
    origin: "live",
    author: "contact",
    body: { kind: "text", text: message.text },
  }).then((stored) => process.send?.({ id: message.id, stored }));
});
process.on("disconnect", () => process.exit(0));
process.send?.({ ready: true });
