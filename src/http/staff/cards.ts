import { outstanding } from "../../cases/documents.ts";
import { serviceClock } from "../../cases/service-clock.ts";
import { textOf } from "../../conversation/desk-view.ts";
import type { CaseView, Message } from "../../conversation/ports.ts";
import type { DeskRow, DeskView } from "../../conversation/ports-staff.ts";
import { profileVars } from "../../conversation/profile-vars.ts";
import { associationOf, type World } from "../../conversation/world.ts";
import type { Card, CaseCard, ThreadItem } from "./api.ts";
import type { Caller } from "./parts.ts";

/** A row of the desk as one member sees it. */
export function cardOf(world: World, row: DeskRow, memberId: string): Card {
  const { profile } = associationOf(world, row.associationId);
  const kind = world.channels.get(row.channelId)?.kind;
  const now = world.clock.now();
  return {
    id: row.id,
    version: row.version,
    name: row.name ?? null,
    channel: {
      id: row.channelId,
      kind: kind === "sms" || kind === "whatsapp" || kind === "web" ? kind : "console",
    },
    preview: row.preview,
    lastAt: row.lastAt.toISOString(),
    unread: Math.max(0, row.inCount - (row.reads[memberId] ?? 0)),
    holder: row.holder,
    assignee: row.staffId ? { id: row.staffId, name: row.staffName ?? row.staffId } : null,
    reason: row.reason ?? null,
    priority: row.holder === "bot" ? "normal" : row.priority,
    sla: serviceClock(profile, row, now),
    snoozedUntil:
      row.snoozedUntil && row.snoozedUntil > now ? row.snoozedUntil.toISOString() : null,
    caseNumber: row.caseNumber ?? null,
  };
}

export function isHidden(row: Pick<DeskRow, "holder" | "priority">, { rights }: Caller): boolean {
  return row.priority === "crisis" && row.holder !== "bot" && !rights.includes("crisis.see");
}

export function viewOf(world: World, { member, rights }: Caller): DeskView {
  return {
    staffId: member.id,
    seesCrisis: rights.includes("crisis.see"),
    now: world.clock.now(),
  };
}

const HIDDEN = "••••";

/** A message as staff may see it: links and codes that were sent stay hidden. */
export function threadItem(message: Message): ThreadItem {
  const { id, order, createdAt, body, status, error, by, secret } = message;
  const isNote = body.kind === "note";
  const text = secret ? HIDDEN : textOf(body);
  return {
    id,
    order,
    at: createdAt.toISOString(),
    author: isNote ? "note" : message.author,
    ...(by ? { by: by.name } : {}),
    ...(by?.sentAs ? { sentAs: by.sentAs } : {}),
    body: {
      kind: body.kind,
      ...(text ? { text } : {}),
      ...(body.kind === "choices"
        ? { options: body.options.map(({ id: option, label }) => ({ id: option, label })) }
        : {}),
      ...fileOf(message),
    },
    status,
    ...(error ? { error: error.message } : {}),
  };
}

function fileOf({ body }: Message): Pick<ThreadItem["body"], "file"> {
  if (body.kind !== "media") return {};
  const media =
    "media" in body
      ? body.media[0]
      : { storageKey: body.storageKey, mime: body.mime, fileName: body.fileName };
  if (!media?.storageKey) return {};
  return {
    file: {
      url: `/api/files/${media.storageKey}`,
      mime: media.mime,
      fileName: media.fileName ?? "file",
      ...("voiceNote" in body && body.voiceNote ? { voice: true } : {}),
    },
  };
}

export function caseCard(world: World, found: CaseView, language: "ar" | "en"): CaseCard {
  const label = (key: string, otherwise: string) => world.texts.plain(key, language) ?? otherwise;
  const name = found.answers["applicant_name"] ?? found.answers["nickname"];
  return {
    id: found.id,
    version: found.version,
    number: found.number,
    state: found.state,
    stateLabel: stateLabel(world, found, language),
    service: found.service,
    serviceLabel: label(`service.${found.service}`, found.service),
    name: typeof name === "string" ? name : null,
    urgent: found.urgent,
    suspended: found.suspended ?? false,
    openedAt: found.openedAt,
    decisionNotBefore: found.decisionNotBefore,
    missing: outstanding(found).length,
    conversationId: found.conversationId,
  };
}

/** As people read it too: with the association's own words for its committee and its study. */
function stateLabel(
  world: World,
  { associationId, state }: CaseView,
  language: "ar" | "en",
): string {
  const key = `state.${state}`;
  if (world.texts.plain(key, language) === undefined) return state;
  const page = { kind: "web", twoWay: true } as const;
  const association = associationOf(world, associationId);
  const known = profileVars(association, world.texts, language, page, world.publicUrl);
  const vars = world.texts.placeholders(key).map((name) => [name, known(name) ?? ""] as const);
  return world.texts.fill(key, Object.fromEntries(vars), language, page);
}
