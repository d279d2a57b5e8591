import { encode } from "uqr";
import { describe, expect, test } from "vitest";
import type { Channel, Health } from "../../../src/channels/channel.ts";
import { numberHeldElsewhere } from "../../../src/channels/whatsapp-web/elsewhere.ts";
import { linkingOf } from "../../../src/channels/whatsapp-web/linking.ts";
import { drawCode } from "../../../src/channels/whatsapp-web/terminal.ts";
import { outbound } from "../events-recorder.ts";

/* How a number is linked, for whoever has to do it: at a terminal, or at a page of another process. */

const since = new Date("2026-11-24T09:00:00Z");
const expiresAt = new Date("2026-11-24T09:03:00Z");
const channelId = "khuta-whatsapp";
const payload = "2@abc,def,ghi,jkl,1";
const pairing = (method: "qr" | "code", shown: string): Health => ({
  state: "pairing",
  since,
  method,
  payload: shown,
  expiresAt,
});

describe("the state of linking", () => {
  test.each([
    ["a code to enter", pairing("code", "ABCD1234"), { code: "ABCD1234", expiresAt }],
    ["a code to scan", pairing("qr", payload), { qr: payload, expiresAt }],
    [
      "a number",
      { state: "ready", since, identity: "+966500000000" },
      { identity: "+966500000000" },
    ],
  ] as const)("%s, and what to do", (_, health, expected) => {
    const common = { state: health.state, since, advice: expect.any(String) };
    expect(linkingOf(health, since)).toEqual({ ...common, ...expected });
  });

  test("a code that has run out is not shown any more", () => {
    const linking = linkingOf(pairing("code", "ABCD1234"), expiresAt);
    expect(linking).not.toHaveProperty("code");
    expect(linking).not.toHaveProperty("expiresAt");
  });

  test("what is wrong comes with what an operator has to do", () => {
    const health: Health = { state: "needs-operator", since, reason: "x", action: "update Wasl" };
    expect(linkingOf(health, since)).toMatchObject({ advice: "update Wasl" });
  });
});

describe("at the terminal", () => {
  const COLOURS = "\u001B[97;40m"; // white on black

  test("the letters stand in two groups, with the time until which they are good", () => {
    const text = drawCode({ channelId, method: "code", payload: "ABCD1234", expiresAt });
    expect(text).toContain("enter ABCD-1234");
    expect(text).toContain("good until 12:03:00 (Riyadh)");
  });

  test("the drawing is the QR code of the payload: light blocks on black, whatever the terminal's colours", () => {
    const text = drawCode({ channelId, method: "qr", payload, expiresAt });
    const rows = text.split("\n").filter((line) => line.startsWith(COLOURS));
    const lights: Record<string, [boolean, boolean]> = {
      "█": [true, true],
      "▀": [true, false],
      "▄": [false, true],
      " ": [false, false],
    };
    const drawn = rows.flatMap((row) => {
      const signs = row.slice(COLOURS.length, row.lastIndexOf("\u001B"));
      const halves = Array.from(signs, (sign) => lights[sign] ?? [false, false]);
      return [halves.map(([upper]) => !upper), halves.map(([, lower]) => !lower)];
    });
    const { data, size } = encode(payload, { border: 2 });
    expect(drawn.slice(0, size).map((row) => row.slice(0, size))).toEqual(data);
  });
});

test("a process that does not hold the number says how it is, and sends nothing", async () => {
  const real = {
    id: channelId,
    kind: "whatsapp",
    transport: "whatsapp-web",
    capabilities: { buttons: 0 },
    render: () => ({ text: "", warnings: [] }),
  } as unknown as Channel;
  let said: Health | undefined;
  const channel = numberHeldElsewhere(real, { healthOf: () => said, now: () => since });
  expect(channel.health()).toEqual({ state: "stopped" });
  said = pairing("code", "ABCD1234");
  expect(channel.linking?.()).toMatchObject({ code: "ABCD1234" });
  const to = { channelId, scheme: "wa-lid", value: "1@lid" } as const;
  expect(await channel.send(outbound(to, { kind: "text", text: "نص" }, "m1"))).toMatchObject({
    status: "rejected",
    error: { class: "not-ready" },
  });
});
