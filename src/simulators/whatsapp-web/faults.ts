/** What becomes of the next message that the page sends, instead of what should. */
export type SendFault =
  | { kind: "refused"; reason: string }
  /** It stays in the page, which forgets it when it is loaded anew. */
  | { kind: "lost" }
  /** Taken by the server, and then it cannot be delivered after all. */
  | { kind: "undelivered" }
  /** Its marks come the wrong way round: two ticks first, and then the one. */
  | { kind: "reversed" }
  /** The page is loaded anew while it sends: after the server has the message, or before. */
  | { kind: "reload"; when: "taken" | "lost" };

/** Faults wait in the order in which they were planned; each is used up by one message. */
export function createSendFaults() {
  const planned: SendFault[] = [];
  const plan = (fault: SendFault, count = 1) => {
    for (let n = 0; n < count; n += 1) planned.push(fault);
  };
  return {
    take: () => planned.shift(),
    /** What a test or another process can plan. */
    plans: {
      failNextSend: (reason: string) => plan({ kind: "refused", reason }),
      loseNextSends: (count: number) => plan({ kind: "lost" }, count),
      undeliverNextSends: (count: number) => plan({ kind: "undelivered" }, count),
      reverseNextReceipts: () => plan({ kind: "reversed" }),
      reloadDuringNextSend: (when: "taken" | "lost") => plan({ kind: "reload", when }),
    },
  };
}
