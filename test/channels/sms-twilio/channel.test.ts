import { channelContract } from "../contract.ts";
import { twilioHarness } from "./harness.ts";

channelContract("sms-twilio", twilioHarness);
