/**
 * The defaults with a profile laid over them: maps are merged deeply, everything else (lists, null) replaces. Neither
 * side is changed. Throws for keys that reach into prototypes; `forbiddenPaths` finds them beforehand.
 */
export function mergeProfile(defaults: unknown, profile: unknown): unknown {
  if (!isMap(defaults) || !isMap(profile)) return profile;
  const merged: Record<string, unknown> = {};
  for (const key of new Set([...Object.keys(defaults), ...Object.keys(profile)])) {
    if (FORBIDDEN.has(key)) throw new Error(`a profile may not hold the key "${key}"`);
    merged[key] = Object.hasOwn(profile, key)
      ? mergeProfile(own(defaults, key), profile[key])
      : defaults[key];
  }
  return merged;
}

/** Where keys stand that would change how every object behaves. */
export function forbiddenPaths(
  data: unknown,
  path: readonly (string | number)[] = [],
): (string | number)[][] {
  if (Array.isArray(data))
    return data.flatMap((item, index) => forbiddenPaths(item, [...path, index]));
  if (!isMap(data)) return [];
  return Object.keys(data).flatMap((key) =>
    FORBIDDEN.has(key) ? [[...path, key]] : forbiddenPaths(data[key], [...path, key]),
  );
}

const FORBIDDEN: ReadonlySet<string> = new Set(["__proto__", "constructor", "prototype"]);

function isMap(value: unknown): value is Record<string, unknown> {
  return value !== null && typeof value === "object" && !Array.isArray(value);
}

function own(map: Record<string, unknown>, key: string): unknown {
  return Object.hasOwn(map, key) ? map[key] : undefined;
}
