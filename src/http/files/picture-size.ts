/** A small file can hold an enormous picture that fills the memory of whoever opens it. */
const MOST_PIXELS = 64_000_000; // the largest telephones deliver 50
const LONGEST_SIDE = 20_000;

export function isBearable(width: number, height: number): boolean {
  return (
    width > 0 &&
    height > 0 &&
    width <= LONGEST_SIDE &&
    height <= LONGEST_SIDE &&
    width * height <= MOST_PIXELS
  );
}
