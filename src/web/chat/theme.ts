/**
 * The association's colour as a style sheet of its own, because the policy forbids inline styles. White is written on it,
 * so it is darkened until that can be read (WCAG AA, 4.5:1); on the dark theme's paper a lighter kin of it is ink.
 */
export function themeCss(accent: string | undefined): string {
  const colour = parse(accent ?? "") ?? DEFAULT;
  const dark = until(colour, (each) => contrast(each, WHITE) >= READABLE, 0.92, 0);
  const light = until(colour, (each) => contrast(each, NIGHT) >= READABLE, 0.88, 255);
  return [
    `:root{--accent:${hex(dark)};--on-accent:#ffffff;--accent-ink:${hex(dark)}}`,
    `@media (prefers-color-scheme:dark){:root{--accent-ink:${hex(light)}}}`,
    "",
  ].join("\n");
}

type Colour = readonly [number, number, number];
const READABLE = 5; // a little above 4.5, because of rounding
const DEFAULT: Colour = [11, 100, 85];
const WHITE: Colour = [255, 255, 255];
const NIGHT: Colour = [23, 36, 31]; // --card of the dark theme

function parse(text: string): Colour | undefined {
  const match = /^#([0-9a-f]{2})([0-9a-f]{2})([0-9a-f]{2})$/i.exec(text);
  if (!match) return undefined;
  const [, red = "", green = "", blue = ""] = match;
  return [Number.parseInt(red, 16), Number.parseInt(green, 16), Number.parseInt(blue, 16)];
}

/** Moves towards `goal` (black or white) step by step. */
function until(
  colour: Colour,
  isGood: (colour: Colour) => boolean,
  keep: number,
  goal: number,
): Colour {
  let now = colour;
  for (let step = 0; step < 40 && !isGood(now); step++) {
    const [red, green, blue] = now.map((part) => Math.round(part * keep + goal * (1 - keep)));
    now = [red ?? goal, green ?? goal, blue ?? goal];
  }
  return now;
}

function contrast(a: Colour, b: Colour): number {
  const [lighter = 0, darker = 0] = [luminance(a), luminance(b)].toSorted((x, y) => y - x);
  return (lighter + 0.05) / (darker + 0.05);
}

function luminance(colour: Colour): number {
  const [red = 0, green = 0, blue = 0] = colour.map((part) => {
    const share = part / 255;
    return share <= 0.04045 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4;
  });
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
}

function hex(colour: Colour): string {
  return `#${colour.map((part) => part.toString(16).padStart(2, "0")).join("")}`;
}
