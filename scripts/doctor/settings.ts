import { existsSync, readFileSync, readdirSync } from "node:fs";
import net from "node:net";
import path from "node:path";
import { configFaults } from "../../src/config.ts";
import type { Environment } from "../../src/config.ts";
import { variables } from "../../src/config-variables.ts";
import { fault, nameOf, note, ok } from "./finding.ts";
import type { Finding } from "./finding.ts";

const PATIENCE_MS = 5_000;
const NAMES_SHOWN = 4;

export function configuration(env: Environment): Finding {
  const faults = configFaults(env);
  if (faults.length === 0) {
    return env["NODE_ENV"] === "production"
      ? ok("complete, secrets are strong")
      : ok("complete for a demo; -- --production checks for more");
  }
  return fault(
    faults.map(({ variable, reason }) => `${variable} ${reason}`).join("; "),
    "set them; README.md has an example of each, and a key is made by: openssl rand -base64 32",
    "اضبطها؛ وفي README.ar.md مثال لكل منها، ويُنشأ المفتاح بالأمر: openssl rand -base64 32",
  );
}

/** Secrets that the association profiles name as `env:NAME`. */
export function channelSecrets(env: Environment): Finding {
  const folder = path.join(env["WASL_FLOWS_DIR"] || "flows", "associations");
  const named = namedSecrets(folder);
  if (!named) {
    return fault(
      `no association profiles in ${folder}`,
      "put them there, or set WASL_FLOWS_DIR",
      "ضع ملفات الجمعيات فيه، أو اضبط WASL_FLOWS_DIR",
    );
  }
  const absent = named.filter((name) => !env[name]);
  if (absent.length === 0) return ok(`${named.length} named in the profiles, all set`);
  const more = absent.length > NAMES_SHOWN ? ` and ${absent.length - NAMES_SHOWN} more` : "";
  const list = `not set: ${absent.slice(0, NAMES_SHOWN).join(", ")}${more}`;
  return env["NODE_ENV"] === "production"
    ? fault(
        list,
        "set them, or switch these channels off in the profile",
        "اضبطها، أو أوقف هذه القنوات في ملف الجمعية",
      )
    : note(
        list,
        "the demo uses its stand-ins; production needs them",
        "يستخدم العرض التجريبي بدائله؛ وتلزم في الإنتاج",
      );
}

function namedSecrets(folder: string): string[] | undefined {
  if (!existsSync(folder)) return undefined;
  const texts = readdirSync(folder)
    .filter((file) => file.endsWith(".yaml"))
    .map((file) => readFileSync(path.join(folder, file), "utf8"));
  const names = texts.flatMap((text) => text.match(/(?<=\benv:)[A-Z][A-Z0-9_]*/g) ?? []);
  return [...new Set(names)];
}

export async function publicAddress(env: Environment): Promise<Finding> {
  const address = env["PUBLIC_URL"];
  if (!address) return ok("no PUBLIC_URL: http://localhost");
  try {
    const url = new URL("healthz", address.endsWith("/") ? address : `${address}/`);
    const { status } = await fetch(url, {
      signal: AbortSignal.timeout(PATIENCE_MS),
      redirect: "manual",
    });
    if (status === 200) return ok(`${address} answers`);
    return note(
      `${address} answers with ${status}`,
      "point the reverse proxy to this process, then look again",
      "وجّه الخادم الوسيط إلى هذه العملية ثم أعد الفحص",
    );
  } catch (error) {
    return note(
      `${address} does not answer (${nameOf(error)})`,
      "start Wasl and its reverse proxy, then look again; providers need this address",
      "شغّل وصل والخادم الوسيط ثم أعد الفحص؛ فالمزوّدون يحتاجون هذا العنوان",
    );
  }
}

export async function port(env: Environment): Promise<Finding> {
  const wanted = Number(env["PORT"] || variables.PORT.default);
  const host = env["HOST"] || variables.HOST.default;
  const code = await new Promise<string | undefined>((resolve) => {
    const server = net
      .createServer()
      .once("error", (error: NodeJS.ErrnoException) => resolve(error.code ?? "failed"));
    server.listen(wanted, host, () => server.close(() => resolve(undefined)));
  });
  if (code === undefined) return ok(`${host}:${wanted} is free`);
  if (code === "EADDRINUSE") {
    return note(
      `${host}:${wanted} is in use`,
      "if that is not Wasl itself, stop it or set PORT",
      "إن لم يكن ذلك وصل نفسه فأوقفه أو اضبط PORT",
    );
  }
  return fault(
    `${host}:${wanted} cannot be used (${code})`,
    "set PORT above 1023 and HOST to an address of this machine",
    "اضبط PORT فوق 1023 وHOST على عنوان لهذا الجهاز",
  );
}
