import type { CaseAction } from "../../src/cases/action.ts";
import { loadConfig } from "../../src/config.ts";
import { actOnCase } from "../../src/conversation/act-on-case.ts";
import type { AssociationId } from "../../src/conversation/ports.ts";
import { receive } from "../../src/conversation/receive.ts";
import { start } from "../../src/main.ts";

/*
 * Wasl as a process of its own that can be killed: everything real, only that messages come in over IPC instead of a
 * webhook. The parent is told what a provider would be told: "stored", after it is durable.
 */
const khuta = "khuta" as AssociationId;
const running = await start(loadConfig(process.env));
interface Written {
  id: string;
  phone: string;
  text: string;
}
interface Asked {
  id: string;
  caseId: string;
  action: CaseAction;
}
process.on("message", (message: Written | Asked) => {
  if ("action" in message) void act(message);
  else void write(message);
});

/** An officer does something to a case; told what became of it, after it is durable. */
async function act({ id, caseId, action }: Asked): Promise<void> {
  const officer = { kind: "staff", id: "huda", name: "huda", roles: ["officer"] } as const;
  const done = await actOnCase(running.world, khuta, caseId, action, officer, id);
  process.send?.({ id, stored: done.done });
}

function write(message: Written): Promise<void> {
  return receive(running.world, khuta, {
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
  }).then((stored) => void process.send?.({ id: message.id, stored }));
}

process.on("disconnect", () => process.exit(0));
process.send?.({ ready: true });
