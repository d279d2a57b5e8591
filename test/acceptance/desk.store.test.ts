import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { openCorridor, type Corridor } from "../support/corridor.ts";
import { lettersOnPaper } from "../support/letters-on-paper.ts";
import { openDesk } from "../support/staff-desk.ts";
import { ownStores } from "../support/stores.ts";
import { deskScenarios, openOffice, type Office } from "./desk-scenarios.ts";
import { requirements, statedIn, type Id } from "./requirements.ts";

/* The scenarios of `desk-scenarios.ts`, each played for every association whose policy states the requirement. */

const { mongoUri } = ownStores();
const now = new Date("2026-11-23T10:00:00+03:00");
const offices = new Map<Id, Office>();
let corridor: Corridor;
let desk: Awaited<ReturnType<typeof openDesk>>;

beforeAll(async () => {
  corridor = await openCorridor(mongoUri, { now: () => now });
  corridor.world.letters = lettersOnPaper(corridor.world);
  desk = await openDesk(corridor.world);
});
afterAll(async () => {
  await corridor.world.live?.settled();
  await desk.app.close();
  await corridor.stop();
});

function officeOf(id: Id): Office {
  const office = offices.get(id) ?? openOffice(corridor, desk, id);
  offices.set(id, office);
  return office;
}

for (const requirement of requirements) {
  const found = deskScenarios.filter((each) => each.requirement === requirement.id);
  describe.runIf(found.length > 0)(`${requirement.id} ${requirement.says}`, () => {
    for (const { title, play } of found)
      test.each(statedIn(requirement))(`${title}: %s`, (id) => {
        expect.hasAssertions();
        return play(officeOf(id), id);
      });
  });
}
