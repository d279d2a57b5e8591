import { readMobile } from "../language/mobile.ts";
import { sha256 } from "./answers-hash.ts";
import { personOf } from "./person-of-number.ts";
import type { AssociationId } from "./ports.ts";
import { acceptInternal } from "./receive.ts";
import type { World } from "./world.ts";

/*
 * A declaration that is signed at the desk by a code: it goes to the person's own telephone by SMS, and he reads it out.
 * Code and id follow from number and time, so nothing is stored, and asking twice sends one message.
 */

const MINUTES = 10;
const DIGITS = 4;

/** False: this is no mobile number. */
export async function sendDeskCode(
  world: World,
  association: AssociationId,
  typed: string,
): Promise<boolean> {
  const read = readMobile(typed);
  if (!read.ok) return false;
  const codeId = codeIdOf(world, association, read.value, 0);
  const { address } = await personOf(world, association, read.value);
  await acceptInternal(world, association, {
    id: `desk|${codeId}`,
    address,
    body: { kind: "letter_code", codeId, phone: read.value, minutes: MINUTES },
  });
  return true;
}

/** A code is good for ten to twenty minutes. */
export function isDeskCode(
  world: World,
  association: AssociationId,
  phone: string,
  typed: string,
): boolean {
  if (typed.length !== DIGITS) return false;
  return [0, 1].some((ago) => world.tokens.isCode(codeIdOf(world, association, phone, ago), typed));
}

function codeIdOf({ clock }: World, association: AssociationId, phone: string, ago: number) {
  const slot = Math.floor(clock.real().getTime() / (MINUTES * 60_000)) - ago;
  return `desk.${sha256(`${association} ${phone}`).slice(0, 24)}.${slot}`;
}
