import type { FastifyInstance } from "fastify";
import type { World } from "../../conversation/world.ts";
import { simulatorPage } from "../../web/simulator/page.ts";
import { loadAssets, sendAsset } from "../assets.ts";

const POLICY =
  "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; img-src 'self'; frame-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'";

/** `/simulator`: the demo only. */
export function registerSimulatorPage(app: FastifyInstance, world: World): void {
  const assets = loadAssets("simulator/assets");
  const text = (key: string) => world.texts.plain(key, "ar") ?? key;
  const texts = Object.fromEntries(
    world.texts
      .keys("ar")
      .filter((key) => key.startsWith("simulator."))
      .map((key) => [key, text(key)]),
  );
  const associations = [...world.associations.values()].map(({ id, profile }) => ({
    id,
    name: profile.name.ar,
  }));

  app.get("/simulator", (_request, reply) =>
    reply
      .type("text/html; charset=utf-8")
      .header("content-security-policy", POLICY)
      .send(simulatorPage({ associations, text, texts })),
  );
  app.get<{ Params: { file: string } }>("/simulator/assets/:file", (request, reply) =>
    sendAsset(request, reply, assets.get(request.params.file)),
  );
}
