const LONGEST = 120;

/**
 * What a sender called a file, fit to be shown: no folders (`../../id.png` comes through as it is), nothing invisible,
 * nothing that turns the reading direction, and not endless. Its ending stays.
 */
export function cleanFileName(name: unknown): string | undefined {
  if (typeof name !== "string") return undefined;
  const last = name.split(/[/\\]/).at(-1) ?? "";
  const visible = last
    .replaceAll(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/gu, "")
    .replace(/^[.\s]+/, "")
    .trim();
  const signs = [...visible];
  if (signs.length <= LONGEST) return visible || undefined;
  const ending = /\.[A-Za-z0-9]{1,8}$/.exec(visible)?.[0] ?? "";
  return signs.slice(0, LONGEST - ending.length).join("") + ending;
}
