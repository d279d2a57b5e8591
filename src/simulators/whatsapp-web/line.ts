import type { ServerResponse } from "node:http";

/** The orders that one page takes, one after the other; a page that is gone answers none. */
export function createLine() {
  const waiting = new Map<number, { resolve(value: unknown): void; reject(error: Error): void }>();
  let page: ServerResponse | undefined;
  let count = 0;

  function hangUp(reason: string): void {
    for (const { reject } of waiting.values()) reject(new Error(reason));
    waiting.clear();
  }

  return {
    /** The newest page is the page: a reload opens a second line before the first is seen to be cut. */
    open(response: ServerResponse): void {
      hangUp("the page was loaded anew");
      page?.end();
      page = response;
      response.writeHead(200, {
        "content-type": "text/event-stream",
        "cache-control": "no-store",
        "access-control-allow-origin": "*",
      });
      response.write(": open\n\n");
      response.on("close", () => {
        if (page !== response) return;
        page = undefined;
        hangUp("the page is gone");
      });
    },
    isOpen: () => page !== undefined,
    /** Resolves with what the page's function returned. */
    order(name: string, ...args: unknown[]): Promise<unknown> {
      return new Promise((resolve, reject) => {
        if (!page) {
          reject(new Error("there is no page"));
          return;
        }
        count += 1;
        waiting.set(count, { resolve, reject });
        page.write(`data: ${JSON.stringify({ number: count, name, args })}\n\n`);
      });
    },
    answer({ number, result, error }: { number: number; result?: unknown; error?: string }): void {
      const asked = waiting.get(number);
      waiting.delete(number);
      if (error === undefined) asked?.resolve(result);
      else asked?.reject(new Error(error));
    },
    close(): void {
      page?.end();
      hangUp("the stand-in stops");
    },
  };
}
