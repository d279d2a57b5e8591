import { runInNewContext } from "node:vm";
import { expect, test } from "vitest";
import {
  missingInPage,
  repairMessageKeys,
} from "../../../src/channels/whatsapp-web/adapter/page-contract.ts";

/** A page that has these modules: what is asked of it is run, in a world of its own. */
function pageWith(modules: Record<string, unknown>) {
  const window = {
    require(name: string) {
      if (!Object.hasOwn(modules, name)) throw new Error(`unknown module ${name}`);
      return modules[name];
    },
  };
  return { evaluate: async <T>(source: string) => runInNewContext(source, { window }) as T };
}

/** Has everything, however deep it is asked for. */
const anything: object = new Proxy(() => undefined, { get: () => anything });
const complete = (without: string[] = []) =>
  pageWith(
    new Proxy(
      {},
      {
        get: (_, name) => (without.includes(String(name)) ? {} : anything),
        getOwnPropertyDescriptor: (_, name) =>
          without.includes(`no ${String(name)}`) ? undefined : { configurable: true, value: 1 },
      },
    ),
  );

test("a page with everything lacks nothing", async () => {
  expect(await missingInPage(complete())).toEqual([]);
});

test("what a page lacks is named: a module, or a function in one", async () => {
  const page = complete(["no WAWebMsgReply", "WAWebQueryExistsJob"]);
  expect([...(await missingInPage(page))]).toEqual([
    "WAWebMsgReply",
    "WAWebQueryExistsJob.queryWidExists",
  ]);
});

class OldKey {
  _serialized: string;
  constructor({ fromMe, remote, id }: Parts) {
    this._serialized = `${fromMe}_${remote._serialized}_${id}`;
  }
}
class RenamedKey {
  $1: string;
  constructor({ fromMe, remote, id }: Parts) {
    this.$1 = `${fromMe}_${remote._serialized}_${id}`;
  }
}
class NamelessKey {
  readonly fromMe: boolean;
  readonly remote: { _serialized: string };
  readonly id: string;
  constructor({ fromMe, remote, id }: Parts) {
    this.fromMe = fromMe;
    this.remote = remote;
    this.id = id;
  }
}
interface Parts {
  fromMe: boolean;
  remote: { _serialized: string };
  id: string;
}

test.each([
  ["as it always was is left alone", OldKey, false],
  ["that was renamed is repaired", RenamedKey, true],
  ["that has neither name is put together", NamelessKey, true],
])("an id %s", async (_, Key, isRepaired) => {
  const page = pageWith({ WAWebMsgKey: Key });
  expect(await repairMessageKeys(page)).toBe(isRepaired);
  expect(await repairMessageKeys(page)).toBe(false);
  const key = new Key({ fromMe: true, remote: { _serialized: "1@lid" }, id: "A" });
  expect((key as { _serialized?: string })._serialized).toBe("true_1@lid_A");
});
