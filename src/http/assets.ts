import { createHash } from "node:crypto";
import { existsSync, readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import type { FastifyReply, FastifyRequest } from "fastify";
import { Refusal } from "./refusal.ts";

export interface Asset {
  type: string;
  body: Buffer;
  tag: string;
}
export type Assets = ReadonlyMap<string, Asset>;

/**
 * The files of a folder of `src/web`, read once; nothing is ever served from disk by a name that came in. They need no
 * build: a compiled server finds them beside itself or, run from a checkout, where they were written.
 */
export function loadAssets(folder: string): Assets {
  const found = ["../web", "../../src/web"]
    .map((web) => path.resolve(import.meta.dirname, web, folder))
    .find(
      (each) => existsSync(each) && readdirSync(each).some((name) => path.extname(name) in types),
    );
  if (!found) throw new Error(`the pages' files of web/${folder} are not there`);
  const names = readdirSync(found).filter((name) => Object.hasOwn(types, path.extname(name)));
  return new Map(
    names.map((name) => [
      name,
      assetOf(types[path.extname(name)]!, readFileSync(path.join(found, name))),
    ]),
  );
}

export function assetOf(type: string, body: Buffer): Asset {
  return {
    type,
    body,
    tag: `"${createHash("sha256").update(body).digest("base64url").slice(0, 16)}"`,
  };
}

/** Asked for each time and sent when it has changed: parts of two versions must not meet in one page. */
export function sendAsset(
  request: FastifyRequest,
  reply: FastifyReply,
  asset: Asset | undefined,
): FastifyReply {
  if (!asset) throw new Refusal(404, "http.unknown", "there is nothing at this address");
  reply.headers({ "cache-control": "no-cache", etag: asset.tag });
  if (request.headers["if-none-match"] === asset.tag) return reply.code(304).send();
  return reply.type(asset.type).send(asset.body);
}

const types: Record<string, string> = {
  ".css": "text/css; charset=utf-8",
  ".js": "text/javascript; charset=utf-8",
  ".svg": "image/svg+xml",
};
