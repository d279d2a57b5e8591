/*
 * The engine is built against glibc 2.38 and needs seven symbols of it; every one has an older twin. On an older
 * system a COPY of its binaries is pointed at the twins; node_modules stays as it was. Never commit or publish such
 * a copy (SSPL-1.0). A 2.38 symbol that is not known here throws, so that a new engine fails loudly.
 */
import { readFileSync, renameSync, writeFileSync } from "node:fs";

const SHT_DYNSYM = 11;
const SHT_GNU_VERNEED = 0x6ffffffe;
const SHT_GNU_VERSYM = 0x6fffffff;
const SYMBOL_BYTES = 24;
const OLD_VERSION = "GLIBC_2.2.5";
const NEW_VERSION = "GLIBC_2.38";
const C23_PREFIX = "__isoc23_"; // these twins of strtol and friends differ only in reading 0b101

interface Section {
  type: number;
  offset: number;
  size: number;
  link: number;
}
type NameAt = (offset: number) => string;

/** Points one ELF file (64 bit, little-endian) at glibc 2.2.5 symbols, atomically; answers with their names. */
export function retargetToOldGlibc(file: string): string[] {
  const elf = readFileSync(file);
  if (elf.readUInt32BE(0) !== 0x7f454c46 || elf[4] !== 2 || elf[5] !== 1) {
    throw new Error(`${file} is not a 64-bit little-endian ELF file`);
  }
  const sections = readSections(elf);
  const symbols = sectionOf(sections, SHT_DYNSYM, file);
  const strings = sections[symbols.link];
  if (!strings) throw new Error(`${file} has no table of names`);
  const nameAt: NameAt = (offset) => {
    const start = strings.offset + offset;
    return elf.toString("latin1", start, elf.indexOf(0, start));
  };
  const oldName = elf.indexOf(`${OLD_VERSION}\0`, strings.offset, "latin1") - strings.offset;
  if (oldName < 0 || oldName > strings.size) throw new Error(`${file} never names ${OLD_VERSION}`);

  const versions = retargetVersions(
    elf,
    sectionOf(sections, SHT_GNU_VERNEED, file),
    nameAt,
    oldName,
  );
  const versym = sectionOf(sections, SHT_GNU_VERSYM, file);
  const changed = renameSymbols(elf, symbols, versym, versions, nameAt);
  if (versions.size > 0) {
    writeFileSync(`${file}.tmp`, elf, { mode: 0o755 });
    renameSync(`${file}.tmp`, file);
  }
  return changed;
}

function readSections(elf: Buffer): Section[] {
  const start = Number(elf.readBigUInt64LE(0x28));
  const entryBytes = elf.readUInt16LE(0x3a);
  return Array.from({ length: elf.readUInt16LE(0x3c) }, (_, i) => {
    const at = start + i * entryBytes;
    return {
      type: elf.readUInt32LE(at + 4),
      offset: Number(elf.readBigUInt64LE(at + 24)),
      size: Number(elf.readBigUInt64LE(at + 32)),
      link: elf.readUInt32LE(at + 40),
    };
  });
}

function sectionOf(sections: Section[], type: number, file: string): Section {
  const section = sections.find((one) => one.type === type);
  if (!section) throw new Error(`${file} has no section of type ${type}`);
  return section;
}

/** Walks "this library needs these versions", points 2.38 at 2.2.5 and answers with the version numbers it changed. */
function retargetVersions(
  elf: Buffer,
  verneed: Section,
  nameAt: NameAt,
  oldName: number,
): Set<number> {
  const changed = new Set<number>();
  let need = verneed.offset;
  for (;;) {
    const count = elf.readUInt16LE(need + 2);
    let entry = need + elf.readUInt32LE(need + 8);
    for (let i = 0; i < count; i++) {
      if (nameAt(elf.readUInt32LE(entry + 8)) === NEW_VERSION) {
        changed.add(elf.readUInt16LE(entry + 6));
        elf.writeUInt32LE(elfHash(OLD_VERSION), entry);
        elf.writeUInt32LE(oldName, entry + 8);
      }
      entry += elf.readUInt32LE(entry + 12);
    }
    const next = elf.readUInt32LE(need + 12);
    if (next === 0) return changed;
    need += next;
  }
}

/** Drops the `__isoc23_` prefix by moving the pointer to the name; fmod keeps its name and gets its old version. */
function renameSymbols(
  elf: Buffer,
  symbols: Section,
  versym: Section,
  versions: Set<number>,
  nameAt: NameAt,
): string[] {
  const changed: string[] = [];
  for (let i = 0; i < symbols.size / SYMBOL_BYTES; i++) {
    if (!versions.has(elf.readUInt16LE(versym.offset + i * 2) & 0x7fff)) continue;
    const at = symbols.offset + i * SYMBOL_BYTES;
    const name = nameAt(elf.readUInt32LE(at));
    if (name.startsWith(C23_PREFIX)) {
      elf.writeUInt32LE(elf.readUInt32LE(at) + C23_PREFIX.length, at);
    } else if (name !== "fmod") {
      throw new Error(
        `unknown ${NEW_VERSION} symbol ${name}: this engine version needs a new look`,
      );
    }
    changed.push(name);
  }
  return changed;
}

/** The hash of the System V ABI, by which the loader compares version names. */
function elfHash(text: string): number {
  let hash = 0;
  for (const byte of Buffer.from(text)) {
    hash = ((hash << 4) + byte) >>> 0;
    const high = hash & 0xf0000000;
    if (high) hash ^= high >>> 24;
    hash = (hash & ~high) >>> 0;
  }
  return hash;
}
