import type { Config } from "./config.ts";
import type { AssociationId, Bus } from "./conversation/ports.ts";
import {
  chatLinkOf,
  isLetterCode,
  needsCode,
  readLetter,
  sendLetterCode,
} from "./conversation/letter-link.ts";
import { profileVars } from "./conversation/profile-vars.ts";
import { receive } from "./conversation/receive.ts";
import { resumeByLink } from "./conversation/resume-link.ts";
import { submitForm } from "./conversation/submit-form.ts";
import { takeReceipt } from "./conversation/take-receipt.ts";
import type { World } from "./conversation/world.ts";
import type { AssociationView, HttpParts } from "./http/parts.ts";

type Check = HttpParts["checks"][string];

/** What the routes are given of the world. */
export function httpParts(
  world: World,
  more: { config: Config; bus: Bus; health: Check; redis: Check },
): HttpParts {
  const { config } = more;
  const associations = new Map<string, AssociationView>(
    [...world.associations.values()].map(({ id, profile }) => [
      id,
      {
        id,
        name: { ar: profile.name.ar, en: profile.name.en },
        sites: profile.channels.web.sites ?? [],
        maxUploadBytes: profile.documents.max_mb * 1_000_000,
      },
    ]),
  );
  const ownerOf = (channelId: string) => associations.get(channelId.split("-")[0] ?? "");
  return {
    channels: world.channels,
    associations,
    associationOf: ownerOf,
    webLog: world.store.webLog,
    blobs: world.store.blobs,
    forms: world.store.forms,
    bus: more.bus,
    clock: world.clock,
    log: world.log,
    text: (key, language, vars = {}) => textOf(world, key, language, vars),
    hasText: (key) => world.texts.plain(key, "ar") !== undefined,
    receive: (message) => receive(world, message.channelId.split("-")[0] as AssociationId, message),
    onReceipt: (receipt) =>
      takeReceipt(world, receipt.channelId.split("-")[0] as AssociationId, receipt),
    submitForm: (form, values, documents) => submitForm(world, form, values, documents),
    resumeSession: (token, address) => resumeByLink(world, token, address),
    formHash: (token) => world.tokens.hash(token),
    letters: {
      read: (form) => readLetter(world, form),
      needsCode,
      sendCode: (form) => sendLetterCode(world, form),
      isCode: (form, typed) => isLetterCode(world, form, typed),
      chatLink: (form) => chatLinkOf(world, form),
    },
    sessionKey: world.tokens.sessionKey,
    publicUrl: world.publicUrl,
    demo: config.demo,
    production: config.production,
    checks: { mongodb: more.health, redis: more.redis },
  };
}

const PAGE = { kind: "web", twoWay: true } as const;

/** A text of a page; with `association` its placeholders come from that profile. */
function textOf(
  world: World,
  key: string,
  language: "ar" | "en",
  vars: Record<string, string | number>,
): string {
  const association = world.associations.get(String(vars["association"] ?? "") as AssociationId);
  const known =
    association && profileVars(association, world.texts, language, PAGE, world.publicUrl);
  const values: Record<string, string | number> = {};
  for (const name of world.texts.placeholders(key))
    values[name] = vars[name] ?? known?.(name) ?? "";
  return world.texts.fill(key, values, language, PAGE);
}
