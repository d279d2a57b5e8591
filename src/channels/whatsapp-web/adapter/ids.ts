/** An id of a message as the library shows it: a name was lost in July 2026 (`_serialized` became `$1`). */
export interface RawId {
  fromMe?: boolean;
  remote?: string | { _serialized?: string };
  id?: string;
  participant?: string | { _serialized?: string };
  _serialized?: string;
  $1?: string;
}

/**
 * The one written form, `<fromMe>_<chat>_<id>`. It is also put back where it was: `downloadMedia`, `reply` and `react`
 * read `_serialized`.
 */
export function idOf(id: RawId): string {
  id._serialized ??= id.$1 ?? joined(id);
  return id._serialized;
}

function joined({ fromMe, remote, id, participant }: RawId): string {
  return [fromMe, textOf(remote), id, textOf(participant)]
    .filter((part) => part !== undefined)
    .join("_");
}

/** A chat or person, which comes as text or as an object. */
export function textOf(wid: string | { _serialized?: string } | undefined): string | undefined {
  return typeof wid === "object" ? wid._serialized : wid;
}
