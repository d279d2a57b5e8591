import { rehearse, type Rehearsal } from "../../src/conversation/rehearse.ts";
import type { TurnContext } from "../../src/engine/types.ts";
import type { Effect, Json } from "../../src/engine/types.ts";
import { loadStage } from "../support/stage.ts";

type Kind = TurnContext["channel"]["kind"];
const stage = loadStage();

/**
 * Runs what a transcript's author wrote (`#`, `@` and `>` lines) and returns the whole transcript with what happened:
 * `<` keys that were sent, `*` effects in order, `=` how it ended. Lines that differ between channels are marked `<[sms]`.
 */
export function runTranscript(source: string, visit?: TurnContext["visit"]): string {
  const authored = source.split("\n").filter((line) => /^[#@>]/.test(line));
  const kinds = channelsOf(authored);
  const runs = kinds.map((kind) => runOn(kind, authored, kinds.length > 1, visit));
  const lines = authored.flatMap((line, index) => [
    line,
    ...merge(
      kinds,
      runs.map((run) => run.blocks[index] ?? []),
    ),
  ]);
  return `${[
    ...lines,
    ...merge(
      kinds,
      runs.map((run) => [run.end]),
    ),
  ].join("\n")}\n`;
}

function channelsOf(lines: string[]): Kind[] {
  const line = lines.find((each) => each.startsWith("@channel "));
  return (line ?? "@channel web")
    .slice("@channel ".length)
    .split(",")
    .map((each) => channelKind(each.trim()));
}

function channelKind(name: string): Kind {
  return name === "wa" ? "whatsapp" : (name as Kind);
}

function runOn(
  kind: Kind,
  lines: string[],
  isCommon: boolean,
  visit: TurnContext["visit"],
): { blocks: string[][]; end: string } {
  let rehearsal: Rehearsal | undefined;
  const settings = new Map<string, string>();
  const started = () => (rehearsal ??= begin(kind, settings, visit));
  const blocks = lines.map((line) => {
    if (line.startsWith("#")) return [];
    if (line.startsWith("> ")) return shown(started().take(inputOf(line.slice(2))));
    const [word = "", ...rest] = line.slice(1).split(" ");
    const argument = rest.join(" ");
    if (!rehearsal && setting.has(word)) {
      settings.set(word, argument);
      return [];
    }
    if (word === "channel") {
      if (!isCommon) started().useChannel(channelKind(argument));
      return [];
    }
    if (word === "result") {
      const [effect = "", ...values] = rest;
      started().answerWith(
        effect as Effect["kind"],
        JSON.parse(values.join(" ")) as Record<string, Json>,
      );
      return [];
    }
    if (word === "start") return shown(started().take({ kind: "start" }));
    return shown(event(started(), word, argument));
  });
  return { blocks, end: endOf(started()) };
}

const setting = new Set(["flow", "profile", "channel", "policy", "now", "phone"]);

function begin(kind: Kind, settings: Map<string, string>, visit: TurnContext["visit"]): Rehearsal {
  const association = stage.association(settings.get("profile") ?? "khuta");
  const flow = settings.get("flow")?.split("@");
  const policy = withOverrides(association.policy, settings.get("policy") ?? "");
  const phone =
    settings.get("phone") ?? (kind === "sms" || kind === "whatsapp" ? "+966551234567" : undefined);
  return rehearse({
    flows: stage.flows,
    texts: stage.texts,
    association,
    policy,
    channel: kind,
    now: new Date(settings.get("now") ?? "2026-11-22T10:00:00+03:00"),
    ...(flow ? { flow: { name: flow[0] ?? "", version: Number(flow[1] ?? 1) } } : {}),
    ...(phone ? { verifiedPhone: phone } : {}),
    ...(visit ? { visit } : {}),
  });
}

/** `a.b=1 c=chat` laid over a copy of the profile. */
function withOverrides(policy: Json, overrides: string): Json {
  const copy = structuredClone(policy) as Record<string, Json>;
  for (const [, path = "", value = ""] of overrides.matchAll(/(\S+)=(\S+)/g)) {
    const keys = path.split(".");
    const last = keys.pop() ?? "";
    let place = copy;
    for (const key of keys) place = (place[key] ??= {}) as Record<string, Json>;
    place[last] = /^\d+$/.test(value) ? Number(value) : settingOf(value);
  }
  return copy;
}

function settingOf(text: string): Json {
  return text === "null" || text === "true" || text === "false" ? (JSON.parse(text) as Json) : text;
}

function inputOf(text: string) {
  return text.startsWith("[") && text.endsWith("]")
    ? ({ kind: "choice", optionId: text.slice(1, -1) } as const)
    : ({ kind: "text", text } as const);
}

function event(rehearsal: Rehearsal, word: string, argument: string): Effect[] {
  switch (word) {
    case "form":
      return rehearsal.take(formOf(rehearsal, argument));
    case "media": {
      const [mime = "", count = "x1"] = argument.split(" ");
      return rehearsal.take({
        kind: "media",
        media: Array.from({ length: Number(count.slice(1)) }, (_, index) => ({
          mime,
          storageKey: count === "x1" ? "file" : `file${index + 1}`,
        })),
        voiceNote: mime.startsWith("audio/"),
      });
    }
    case "wait":
      return rehearsal.wait(durationOf(argument));
    case "event": {
      const [name = "", ...values] = argument.split(" ");
      return rehearsal.take({
        kind: "event",
        event: name,
        values: JSON.parse(values.join(" ") || "{}") as Record<string, Json>,
        ...(name.startsWith("decision_") ? { attachment: LETTER } : {}),
      });
    }
    case "staff":
      return rehearsal.hold(argument === "claim" ? "staff" : "bot");
    case "opt":
      return rehearsal.take({ kind: "opt", action: argument as "opt-out" });
    default:
      throw new Error(`a transcript has no "@${word}"`);
  }
}

/** `national_id=1` is a field, `file:rent_contract=scan` a document; the page that was sent last is the one filled in. */
function formOf(rehearsal: Rehearsal, argument: string) {
  const pairs = [...argument.matchAll(/(\S+?)=(\S+)/g)].map(([, key = "", value = ""]) => ({
    key,
    value,
  }));
  const documents = pairs.flatMap(({ key, value }) =>
    key.startsWith("file:") ? [{ id: key.slice("file:".length), storageKey: value }] : [],
  );
  return {
    kind: "form" as const,
    formId: pageOf(rehearsal.state, documents.length > 0),
    values: Object.fromEntries(
      pairs.filter(({ key }) => !key.startsWith("file:")).map(({ key, value }) => [key, value]),
    ),
    ...(documents.length > 0 ? { documents } : {}),
  };
}

/** The page of a case, or else that of the request for documents; the one for an identity number is known by its field. */
function pageOf({ caseForms, values }: Rehearsal["state"], holdsFiles: boolean): string {
  const ofRequest = values["form_documents"];
  const last = holdsFiles && Array.isArray(ofRequest) ? ofRequest.at(-1) : undefined;
  return caseForms?.at(-1)?.id ?? (typeof last === "string" ? last : "rehearsal");
}

const LETTER = { storageKey: "letter", mime: "application/pdf", fileName: "letter.pdf" };

function durationOf(text: string): number {
  const unit = { m: 60_000, h: 3_600_000, d: 86_400_000 }[text.at(-1) ?? "h"] ?? 3_600_000;
  return Number(text.slice(0, -1)) * unit;
}

function shown(effects: Effect[]): string[] {
  if (effects.length === 0) return ["< -"];
  return effects.map((effect) => {
    if (effect.kind === "send")
      return `< ${effect.key}${effect.attachment ? " file" : ""}${effect.event ? ` tells=${effect.event}` : ""}${effect.phone ? ` to=${effect.phone.slice(-4)}` : ""}`;
    return `* ${effect.kind}${describe(effect)}`;
  });
}

function describe(effect: Effect): string {
  switch (effect.kind) {
    case "issue_form":
      return effect.documents.length > 0
        ? ` documents=${effect.documents.join(",")}`
        : ` fields=${effect.fields.join(",")}`;
    case "find_case":
      return ` need=${effect.need}${effect.caseId ? ` case=${effect.caseId}` : ""}`;
    case "case_action":
      return ` ${effect.action} case=${effect.caseId}${pairsOf(effect.data)}${effect.secrets ? ` sealed=${Object.keys(effect.secrets).join(",")}` : ""}`;
    case "receive_documents":
      return ` case=${effect.caseId} ${effect.documents.map(({ document, storageKeys, ...dates }) => `${document}:${storageKeys.join("+")}${pairsOf(dates)}`).join(" ")}`;
    case "hide_files":
      return ` ${effect.storageKeys.join(" ")}`;
    case "record_feedback":
      return ` ${effect.feedback}${effect.named ? " named" : " nameless"}`;
    case "record_survey":
      return ` service=${effect.service}${pairsOf(effect.answers)}${effect.text ? " text" : ""}`;
    case "record_volunteer":
      return ` ${Object.keys(effect.answers).join(",")}`;
    case "record_my_data":
      return ` ${effect.request}`;
    case "count_myth":
      return ` ${effect.myth}`;
    case "hand_off":
      return ` reason=${effect.reason} priority=${effect.priority}`;
    case "record_consent":
      return ` purpose=${effect.purpose} decision=${effect.decision}`;
    case "open_case":
      return ` number=${effect.caseNumber} signed=${effect.declaration?.method ?? "no"}${effect.onBehalf ? " on_behalf" : ""}`;
    case "schedule":
      return ` ${effect.followUp} at=${effect.at}`;
    case "cancel_follow_up":
      return ` ${effect.followUp}`;
    default:
      return "";
  }
}

function pairsOf(data: Record<string, Json>): string {
  return Object.entries(data)
    .map(
      ([name, value]) =>
        ` ${name}=${typeof value === "object" ? JSON.stringify(value) : String(value)}`,
    )
    .join("");
}

function endOf(rehearsal: Rehearsal): string {
  const { state, ended, holder } = rehearsal;
  const open = state.frames.at(-1);
  const status = open
    ? `waiting ${open.flow}.${open.step}`
    : ended
      ? `${ended.how} ${ended.flow}`
      : "idle";
  const masked = Object.entries(state.secrets).map(
    ([name, value]) =>
      [name, typeof value === "string" ? `••••${value.slice(-4)}` : "••••"] as const,
  );
  const values = [...Object.entries(state.answers), ...masked].map(
    ([name, value]) =>
      ` ${name}=${typeof value === "object" ? JSON.stringify(value) : String(value)}`,
  );
  const language = state.language === "ar" ? "" : ` in=${state.language}`;
  return `= ${status}${language}${holder === "bot" ? "" : ` holder=${holder}`}${state.draft ? " draft" : ""}${values.join("")}`;
}

function merge(kinds: Kind[], blocks: string[][]): string[] {
  const [first = []] = blocks;
  if (blocks.every((block) => block.join("\n") === first.join("\n"))) return first;
  return kinds.flatMap((kind, index) =>
    (blocks[index] ?? []).map((line) =>
      line.replace(/^([<*=])/, `$1[${kind === "whatsapp" ? "wa" : kind}]`),
    ),
  );
}
