import { channelContract, type Fault } from "../contract.ts";
import { aggregatorFaults, aggregatorHarness, phoneFaults, phoneHarness } from "./harness.ts";

channelContract("sms-http, a telephone with a SIM", phoneHarness, {
  faults: Object.keys(phoneFaults) as Fault[],
  inbound: true,
});

// Its names cannot receive, and it keeps no list by our id: what is lost stays unknown, see send.test.ts.
channelContract("sms-http, an aggregator", aggregatorHarness, {
  faults: Object.keys(aggregatorFaults) as Fault[],
  inbound: false,
});
