import { androidPhone } from "./android-phone.ts";
import type { GatewayDescription } from "../../sms-gateway.ts";
import { unifonic } from "./unifonic.ts";

/** The gateways that come with Wasl; any other can be described in the same way. */
export const gateways: Readonly<Record<string, GatewayDescription>> = {
  unifonic,
  "android-phone": androidPhone,
};
