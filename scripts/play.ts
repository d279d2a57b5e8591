import path from "node:path";
import { createInterface } from "node:readline/promises";
import { Command } from "commander";
import { loadAssociations } from "../src/conversation/associations.ts";
import { loadFlows } from "../src/conversation/load-flows.ts";
import { rehearse, type Rehearsal } from "../src/conversation/rehearse.ts";
import { renderMessage } from "../src/conversation/render-message.ts";
import { createTexts, type Texts } from "../src/conversation/texts.ts";
import type { Association, World } from "../src/conversation/world.ts";
import type { Effect } from "../src/engine/types.ts";
import { currentVersion } from "../src/engine/flow-set.ts";

/** `npm run play -- [flow] [--association khuta] [--channel sms]`: talk to a flow in the terminal, no server. */
const root = path.resolve(import.meta.dirname, "..");
const program = new Command("play")
  .argument("[flow]", "begin at this flow; without it, at the greeting")
  .option("--association <id>", "whose profile", "khuta")
  .option("--channel <kind>", "web, sms or whatsapp", "sms")
  .parse();
const { association: id, channel } = program.opts<{
  association: string;
  channel: "web" | "sms" | "whatsapp";
}>();
const [flow] = program.args;

const texts = createTexts(path.join(root, "locales"));
const { flows } = loadFlows(path.join(root, "flows"));
const association = [...loadAssociations(path.join(root, "flows")).values()].find(
  (each) => each.id === id,
);
if (!association) throw new Error(`there is no association "${id}"`);

const rehearsal = rehearse({
  flows,
  texts,
  association,
  channel,
  now: new Date(),
  ...(flow ? { flow: { name: flow, version: currentVersion(flows, flow) } } : {}),
  ...(channel === "web" ? {} : { verifiedPhone: "+966551234567" }),
});
const terminal = createInterface({ input: process.stdin, output: process.stdout });
show(rehearsal, rehearsal.take({ kind: "start" }), texts, association);
for await (const line of prompts()) show(rehearsal, answer(rehearsal, line), texts, association);

async function* prompts(): AsyncGenerator<string> {
  process.stdout.write("> ");
  for await (const line of terminal) {
    if (line.trim() !== "") yield line;
    process.stdout.write("> ");
  }
}

/** `@wait 25h` lets time pass, `@form national_id=...` fills the secure page; anything else is what the person writes. */
function answer(played: Rehearsal, line: string): Effect[] {
  const wait = /^@wait (\d+)([hd])$/.exec(line);
  if (wait) return played.wait(Number(wait[1]) * (wait[2] === "d" ? 86_400_000 : 3_600_000));
  const form = /^@form (\w+)=(\S+)$/.exec(line);
  if (form)
    return played.take({
      kind: "form",
      formId: "played",
      values: { [form[1] ?? ""]: form[2] ?? "" },
    });
  return played.take({ kind: "text", text: line });
}

function show(played: Rehearsal, effects: Effect[], known: Texts, whose: Association): void {
  for (const effect of effects) {
    if (effect.kind !== "send") {
      console.log(`* ${effect.kind}`);
      continue;
    }
    const { body } = renderMessage(stage(known, whose), whose.id, effect, {
      language: played.state.language,
      channel: { kind: channel, twoWay: true },
      isolates: false,
    });
    if (body.kind === "media") continue;
    console.log(`\n${body.text}`);
    if (body.kind === "choices" && !body.numbered)
      for (const option of body.options)
        console.log(option.number < 0 ? `   ${option.label}` : `${option.number}- ${option.label}`);
  }
}

/** As much of the world as rendering needs: texts, the profile, and links and codes that lead nowhere. */
function stage(known: Texts, whose: Association): World {
  return {
    texts: known,
    associations: new Map([[whose.id, whose]]),
    tokens: {
      formToken: () => "PlayPlayPla",
      hash: () => "",
      code: () => "4821",
      isCode: () => true,
      sessionKey: Buffer.alloc(0),
    },
    publicUrl: "http://127.0.0.1:3000",
  } as unknown as World;
}
