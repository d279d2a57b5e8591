import { channelContract } from "../contract.ts";
import { abilities, twilioWhatsappHarness } from "./harness.ts";

channelContract("whatsapp-twilio", twilioWhatsappHarness, abilities());
