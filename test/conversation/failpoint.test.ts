import { mkdtempSync } from "node:fs";
import os from "node:os";
import path from "node:path";
import { expect, test, vi } from "vitest";
import { createFailpoint } from "../../src/conversation/failpoint.ts";

test("a failpoint kills the nth time, once for a data folder", () => {
  const kill = vi.spyOn(process, "kill").mockReturnValue(true);
  const folder = mkdtempSync(path.join(os.tmpdir(), "wasl-failpoint-"));
  const pass = createFailpoint("send.done:2", folder);
  pass("send.begun");
  pass("send.done");
  expect(kill).not.toHaveBeenCalled();
  pass("send.done");
  expect(kill).toHaveBeenCalledExactlyOnceWith(process.pid, "SIGKILL");
  const again = createFailpoint("send.done:1", folder);
  again("send.done");
  createFailpoint("send.done:2", folder);
  expect(kill).toHaveBeenCalledTimes(2);
  kill.mockRestore();
});

test("a name that does not exist is refused with those that do", () => {
  expect(() => createFailpoint("send.dnoe", ".")).toThrow(
    /no failpoint "send.dnoe"; known: inbox.accepted/,
  );
});
