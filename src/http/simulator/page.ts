import type { FastifyInstance } from "fastify";
import type { World } from "../../conversation/world.ts";
import { simulatorPage } from "../../web/simulator/page.ts";
import { loadAssets, sendAsset } from "../assets.ts";

const POLICY =
  "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; img-src 'self'; frame-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'";

/** Texts that the page's script shows: its own, and the names of what an answer or a case holds. */
const SHOWN = /^(simulator|field|service|document|section|state)\.(?!.*\.(sms|also|help|next)$)/;

/** `/simulator`: the demo only. */
export function registerSimulatorPage(app: FastifyInstance, world: World): void {
  const assets = loadAssets("simulator/assets");
  const pages = { ar: pageOf(world, "ar"), en: pageOf(world, "en") };

  app.get<{ Querystring: { lang?: string } }>("/simulator", (request, reply) =>
    reply
      .type("text/html; charset=utf-8")
      .header("content-security-policy", POLICY)
      .send(request.query.lang === "en" ? pages.en : pages.ar),
  );
  app.get<{ Params: { file: string } }>("/simulator/assets/:file", (request, reply) =>
    sendAsset(request, reply, assets.get(request.params.file)),
  );
}

function pageOf({ texts, associations }: World, language: "ar" | "en"): string {
  const text = (key: string) => texts.plain(key, language) ?? key;
  const shown = texts.keys("ar").filter((key) => SHOWN.test(key));
  return simulatorPage({
    associations: [...associations.values()].map(({ id, profile }) => ({
      id,
      name: profile.name[language],
    })),
    language,
    text,
    texts: Object.fromEntries(shown.map((key) => [key, text(key)])),
  });
}
