export function readCorrection(text: string): { rest: string } | undefined {
  const found = /^(?:لا )?(?:غلطت|اقصد|قصدي)[،, ]*(?:الصح )?(.*)$/.exec(text);
  return found ? { rest: found[1] ?? "" } : undefined;
}
