import { crc32, deflateRawSync } from 'node:zlib';

export interface NewZipEntry {
  readonly name: string;
  readonly bytes: Buffer;
  /** As it is; packed unless said. */
  readonly stored?: boolean;
  /** What the directory says instead of the truth. */
  readonly lies?: { readonly size?: number; readonly crc?: number };
}

/** A .zip as APPNOTE 6.3.10 has it: each file behind its header, and at the end a directory of them. */
export function writeZip(entries: readonly NewZipEntry[]): Buffer {
  const files: Buffer[] = [];
  const directory: Buffer[] = [];
  let place = 0;
  for (const { name, bytes, stored = false, lies } of entries) {
    const packed = stored ? bytes : deflateRawSync(bytes);
    const about = Buffer.alloc(26);
    about.writeUInt16LE(20, 0);
    about.writeUInt16LE(stored ? 0 : 8, 4);
    about.writeUInt32LE(lies?.crc ?? crc32(bytes), 10);
    about.writeUInt32LE(packed.length, 14);
    about.writeUInt32LE(lies?.size ?? bytes.length, 18);
    about.writeUInt16LE(Buffer.byteLength(name), 22);
    const after = Buffer.alloc(14);
    after.writeUInt32LE(place, 10);
    files.push(mark(3, 4), about, Buffer.from(name), packed);
    directory.push(mark(1, 2), Buffer.from([20, 0]), about, after, Buffer.from(name));
    place += 30 + Buffer.byteLength(name) + packed.length;
  }
  const end = Buffer.alloc(18);
  const listed = Buffer.concat(directory);
  end.writeUInt16LE(entries.length, 4);
  end.writeUInt16LE(entries.length, 6);
  end.writeUInt32LE(listed.length, 8);
  end.writeUInt32LE(place, 12);
  return Buffer.concat([...files, listed, mark(5, 6), end]);
}

const mark = (one: number, other: number): Buffer => Buffer.from([0x50, 0x4b, one, other]);
