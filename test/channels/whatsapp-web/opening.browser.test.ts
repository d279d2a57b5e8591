import { describe, expect, test, vi } from "vitest";
import { browsersOn, onStage, PATIENCE, type Stage } from "./stage.ts";

/*
 * Between the start and the first code: the network may answer nothing, or something else, or refuse. Most of it is
 * waiting, so the numbers wait side by side, each with a stand-in of its own.
 */

const reasons = ({ health }: Stage) =>
  health.flatMap((each) => (each.state === "reconnecting" ? [each.reason] : []));
const codes = ({ health }: Stage) =>
  health.flatMap((each) => (each.state === "pairing" ? [each.payload] : []));

describe.concurrent("a page that cannot be opened is tried again, and says why", () => {
  test.each([
    ["that never answers", "hang", { initializeMs: 2_000 }, /could not be opened.*longer than/],
    ["that is somebody else's", "portal", { pageMs: 1_000 }, /not-whatsapp/],
  ] as const)("one %s", async (_, serving, deadlines, reason) => {
    await onStage({ deadlines, restart: { firstMs: 500 } }, async (stage) => {
      stage.account.serve(serving);
      await stage.start();
      await vi.waitUntil(() => reasons(stage).length > 0, PATIENCE);
      expect(reasons(stage)[0]).toMatch(reason);
      expect(stage.health.find(({ state }) => state === "reconnecting")).toMatchObject({
        attempt: 1,
        nextAt: expect.any(Date),
      });
    });
  });

  test("one that is refused; when it is itself again a code is shown, and another when that has run out", async () => {
    await onStage({ deadlines: { watchMs: 200 } }, async (stage) => {
      stage.account.serve("down");
      await stage.start();
      await vi.waitUntil(() => reasons(stage).length > 0, PATIENCE);
      expect(reasons(stage)[0]).toMatch(/could not be opened/);
      stage.account.serve("page");
      await stage.is("pairing");

      const tries = reasons(stage).length;
      await stage.account.order("state", "UNPAIRED_IDLE");
      await stage.account.waitFor("refreshQR");
      await vi.waitUntil(() => new Set(codes(stage)).size >= 2, PATIENCE);
      await stage.linked();
      expect(reasons(stage)).toHaveLength(tries); // the same browser showed both
      expect(await stage.send("للتأكد")).toMatchObject({ error: { class: "blocked" } });
    });
  });

  test.each([0, 300, 900])("a stop %i ms after the start leaves nothing behind", async (ms) => {
    await onStage({}, async (stage) => {
      stage.account.serve("hang");
      await stage.start();
      await new Promise((resolve) => setTimeout(resolve, ms));
      await stage.channel.stop();
      expect(stage.channel.health()).toEqual({ state: "stopped" });
      expect(stage.channel.burden().adapterPid).toBeUndefined();
      expect(browsersOn(stage.dataDir)).toBe(0);
    });
  });

  test("a browser that is not there is an operator's matter", async () => {
    await onStage({ chromiumPath: "/nowhere/chromium" }, async (stage) => {
      await stage.start();
      await stage.is("needs-operator");
      expect(stage.channel.health()).toMatchObject({
        action: expect.stringMatching(/CHROMIUM_PATH/),
      });
    });
  });
});
