import net from "node:net";

/** A pipe to MongoDB that counts requests: each is a message that begins with its own length. */
export async function openCountingProxy(mongoUri: string) {
  const target = new URL(mongoUri.replace(/^mongodb:/, "http:"));
  let requests = 0;
  const server = net.createServer((client) => {
    const upstream = net.connect(Number(target.port), target.hostname);
    let left = 0;
    let head = Buffer.alloc(0);
    client.on("data", (data) => {
      let rest = head.length > 0 ? Buffer.concat([head, data]) : data;
      head = Buffer.alloc(0);
      while (rest.length > 0) {
        if (left === 0) {
          if (rest.length < 4) {
            head = rest;
            break;
          }
          left = rest.readInt32LE(0);
          requests += 1;
        }
        const taken = Math.min(left, rest.length);
        left -= taken;
        rest = rest.subarray(taken);
      }
    });
    client.setNoDelay(true);
    upstream.setNoDelay(true);
    client.pipe(upstream).pipe(client);
    for (const end of [client, upstream])
      end.on("error", () => [client, upstream].forEach((each) => each.destroy()));
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.address() as net.AddressInfo;
  return {
    uri: mongoUri.replace(/^(mongodb:\/\/)[^/]+/, `$1127.0.0.1:${port}`),
    requests: () => requests,
    close: () => server.close(),
  };
}
