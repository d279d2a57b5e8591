import { randomInt } from "node:crypto";
import type { SubscribeRequest } from "./number.ts";

/** Meta's handshake: the webhook has to return the challenge. 0 = nobody there; 200 only for the right echo. */
export async function shakeHands({ url, verifyToken }: SubscribeRequest): Promise<number> {
  const challenge = String(randomInt(1e9));
  const asked = new URL(url);
  asked.searchParams.set("hub.mode", "subscribe");
  asked.searchParams.set("hub.challenge", challenge);
  asked.searchParams.set("hub.verify_token", verifyToken);
  try {
    const response = await fetch(asked);
    const echoed = await response.text();
    return response.status === 200 && echoed !== challenge ? 422 : response.status;
  } catch {
    return 0;
  }
}
