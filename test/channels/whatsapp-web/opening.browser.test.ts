import { afterEach, expect, test, vi } from "vitest";
import { browsersOn, PATIENCE, setStage, type Stage } from "./stage.ts";

/* Between the start and the first code: the network may answer nothing, or something else, or refuse. */

let stage: Stage;
afterEach(() => stage.end());

const reasons = () =>
  stage.health.flatMap((each) => (each.state === "reconnecting" ? [each.reason] : []));

test.each([
  ["never answers", "hang", { initializeMs: 5_000 }, /could not be opened.*longer than/],
  ["is somebody else's", "portal", { pageMs: 3_000 }, /not-whatsapp/],
  ["is refused", "down", {}, /could not be opened/],
] as const)(
  "a page that %s is tried again, and says why",
  async (_, serving, deadlines, reason) => {
    stage = await setStage({ deadlines, restart: { firstMs: 500 } });
    stage.account.serve(serving);
    await stage.start();
    await vi.waitUntil(() => reasons().length > 0, PATIENCE);
    expect(reasons()[0]).toMatch(reason);
    expect(stage.health.find(({ state }) => state === "reconnecting")).toMatchObject({
      attempt: 1,
      nextAt: expect.any(Date),
    });
  },
);

test("when the page is itself again, the code is shown", async () => {
  stage = await setStage();
  stage.account.serve("down");
  await stage.start();
  await vi.waitUntil(() => reasons().length > 0, PATIENCE);
  stage.account.serve("page");
  await stage.linked();
  expect(await stage.send("للتأكد")).toMatchObject({ error: { class: "blocked" } });
});

test.each([0, 300, 900])("a stop %i ms after the start leaves nothing behind", async (ms) => {
  stage = await setStage();
  stage.account.serve("hang");
  await stage.start();
  await new Promise((resolve) => setTimeout(resolve, ms));
  await stage.channel.stop();
  expect(stage.channel.health()).toEqual({ state: "stopped" });
  expect(stage.channel.burden().adapterPid).toBeUndefined();
  expect(browsersOn(stage.dataDir)).toBe(0);
});
