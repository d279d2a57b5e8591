import net from "node:net";

/** The port itself when nobody listens there, a free one for 0. Throws, saying what to do, when it is taken. */
export function freePort(wanted: number): Promise<number> {
  return new Promise((resolve, reject) => {
    const probe = net.createServer();
    probe.once("error", () =>
      reject(
        new Error(
          `Port ${wanted} is taken. Stop what uses it, or choose another: PORT=3100 npm run demo`,
        ),
      ),
    );
    probe.listen(wanted, "127.0.0.1", () => {
      const { port } = probe.address() as net.AddressInfo;
      probe.close(() => resolve(port));
    });
  });
}
