import { afterAll, beforeAll, expect, test, vi } from "vitest";
import type { AssociationId } from "../../../src/conversation/ports.ts";
import type { AuditRow, ChannelView } from "../../../src/http/staff/api.ts";
import { khuta, openCorridor, type Corridor } from "../../support/corridor.ts";
import { openDesk, type Browser } from "../../support/staff-desk.ts";
import { ownStores } from "../../support/stores.ts";

/* Something is sent that must not be: an administrator stops it, finds out why, and lets it go on. */

const { mongoUri } = ownStores();
const SOON = { timeout: 15_000, interval: 100 };
let corridor: Corridor;
let desk: Awaited<ReturnType<typeof openDesk>>;
let administrator: Browser;

beforeAll(async () => {
  corridor = await openCorridor(mongoUri);
  desk = await openDesk(corridor.world);
  administrator = await desk.logIn(await desk.account(khuta, "سلمى", ["administrator"]));
});
afterAll(async () => {
  await corridor.world.live?.settled();
  await desk.app.close();
  await corridor.stop();
});

const texts = (phone: string) => corridor.keys(phone);
const channel = async (id: string) =>
  (await administrator.get("/api/admin/channels"))
    .json<{ channels: ChannelView[] }>()
    .channels.find((each) => each.id === id);

test("sending is stopped with a reason, what helps in danger leaves all the same, and afterwards nothing is lost", async () => {
  const stop = (body: object, id = "khuta-sms") =>
    administrator.post(`/api/admin/channels/${id}/stop`, body);
  expect((await stop({})).statusCode).toBe(400);
  expect((await stop({ reason: "رسالة خاطئة تتكرر" })).statusCode).toBe(200);
  expect((await channel("khuta-sms"))?.stopped).toMatchObject({
    by: "سلمى",
    reason: "رسالة خاطئة تتكرر",
  });
  expect((await channel("khuta-web"))?.stopped).toBeNull();

  const [asks, suffers] = ["+966553000041", "+966553000042"];
  await corridor.write(asks, "السلام عليكم");
  await corridor.write(suffers, "هلا");
  await corridor.write(suffers, "أريد أن أنهي حياتي");
  await vi.waitFor(() => expect(texts(suffers)).toEqual(["crisis"]), SOON);
  const waiting = await corridor.conversation(asks);
  await vi.waitFor(async () => {
    const thread = await corridor.store.messages.thread(khuta, waiting?.id ?? "", { limit: 9 });
    expect(thread.map(({ author, status }) => [author, status])).toContainEqual(["bot", "queued"]);
  }, SOON);
  expect(texts(asks)).toEqual([]);

  const resumed = await administrator.post("/api/admin/channels/khuta-sms/resume", {
    reason: "صُحّحت الرسالة",
  });
  expect(resumed.statusCode).toBe(200);
  await vi.waitFor(() => expect(texts(asks).length).toBeGreaterThan(0), SOON);
  expect((await channel("khuta-sms"))?.stopped).toBeNull();
  const { rows } = (await administrator.get("/api/admin/audit")).json<{ rows: AuditRow[] }>();
  expect(rows.map(({ verb, what, reason }) => [verb, what, reason])).toEqual(
    expect.arrayContaining([
      ["sending_stopped", "channel khuta-sms", "رسالة خاطئة تتكرر"],
      ["sending_resumed", "channel khuta-sms", "صُحّحت الرسالة"],
    ]),
  );
}, 60_000);

test("all channels of an association are stopped at once, and never those of another", async () => {
  const theirs = await desk.logIn(
    await desk.account("ratel" as AssociationId, "هيا", ["administrator"]),
  );
  const stop = { reason: "مراجعة" };
  expect((await theirs.post("/api/admin/channels/khuta-sms/stop", stop)).statusCode).toBe(404);
  expect((await administrator.post("/api/admin/channels/all/stop", stop)).statusCode).toBe(200);
  for (const id of ["khuta-sms", "khuta-web", "khuta-whatsapp"])
    expect([id, (await channel(id))?.stopped?.reason]).toEqual([id, "مراجعة"]);
  await administrator.post("/api/admin/channels/all/resume", stop);
  expect((await channel("khuta-web"))?.stopped).toBeNull();
});
