import { channelContract } from "../contract.ts";
import { abilities, cloudHarness } from "./harness.ts";

channelContract("whatsapp-cloud", () => cloudHarness(), abilities);
channelContract(
  "whatsapp-cloud, people without a number",
  () => cloudHarness({ knownBy: "id" }),
  abilities,
);
