const NEEDED = ["PATH", "HOME", "TMPDIR", "LANG", "TZ", "NODE_ENV"];

/** What a store process needs to know: no secret of ours, no fail point, no option of the parent's Node. */
export function childEnvironment(): NodeJS.ProcessEnv {
  return Object.fromEntries(
    NEEDED.filter((name) => process.env[name] !== undefined).map((name) => [
      name,
      process.env[name],
    ]),
  );
}
