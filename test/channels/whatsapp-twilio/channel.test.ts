import { channelContract } from "../contract.ts";
import { twilioWhatsappHarness } from "./harness.ts";

channelContract("whatsapp-twilio", twilioWhatsappHarness);
