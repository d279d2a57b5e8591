import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import type { Channel, HttpIn } from "../../src/channels/channel.ts";

/** What the HTTP layer does: the raw body goes to the channel, its answer goes back. `files`: what lies at `/media/<key>`. */
export async function serveWebhooks(
  channelOf: () => Channel,
  files: Readonly<Record<string, string>> = {},
): Promise<{ server: Server; url: string; stop(): void }> {
  const server = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on("data", (chunk: Buffer) => chunks.push(chunk));
    request.on("end", () => void answer());

    async function answer(): Promise<void> {
      const url = request.url ?? "";
      const file = url.startsWith("/media/") ? files[url.slice("/media/".length)] : undefined;
      if (file !== undefined) {
        response.writeHead(200, { "content-type": "application/pdf" }).end(file);
        return;
      }
      const path: HttpIn["path"] = /\/status(\?|$)/.test(url) ? "status" : "";
      const out = await channelOf().webhook?.({
        method: request.method ?? "",
        url: `http://${request.headers.host}${url}`,
        path,
        headers: request.headers as Record<string, string>,
        rawBody: Buffer.concat(chunks),
      });
      response.writeHead(out?.status ?? 404, out?.headers).end(out?.body);
    }
  });
  await new Promise<void>((resolve) => void server.listen(0, "127.0.0.1", resolve));
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const stop = () => {
    server.closeAllConnections();
    server.close();
  };
  return { server, url, stop };
}
