import { isUtf8 } from 'node:buffer';

/** Something that the format forbids, or that no honest file needs. The message ends a sentence about the file. */
export class MmdbDefect extends Error {
  override readonly name = 'MmdbDefect';
}

/** Type numbers of the MaxMind DB file format 2.0, https://maxmind.github.io/MaxMind-DB/. */
const pointer = 1;
const string = 2;
const double = 3;
const bytes = 4;
const uint16 = 5;
const uint32 = 6;
const map = 7;
const int32 = 8;
const uint64 = 9;
const uint128 = 10;
const array = 11;
const boolean = 14;
const float = 15;

const exactSize: Readonly<Record<number, number>> = { [double]: 8, [float]: 4 };
const largestSize: Readonly<Record<number, number>> = {
  [uint16]: 2,
  [uint32]: 4,
  [int32]: 4,
  [uint64]: 8,
  [uint128]: 16,
};

/** What the shortest form of each length stands for, by the number of bytes that follow the control byte. */
const longSize = [0, 29, 285, 65_821];
const pointerStart = [0, 0, 2048, 526_336, 0];

/** Real records nest five deep. */
const deepestNesting = 64;
/** A record with everything that its pointers lead to: real ones have a few kilobytes. */
const largestRecord = 1_048_576;
const bytesPerValue = 16;

export type MmdbValue = string | number | bigint | boolean | MmdbValue[] | { [key: string]: MmdbValue } | Uint8Array;

/**
 * The part of a file from `base` (what pointers count from) to `end`. Follows every pointer, and refuses whatever would
 * make a reader fail, loop, or fill its memory: ends beyond the section, pointers to pointers, cycles, sizes that the
 * type does not have, text that is not UTF-8, nesting and records beyond any use.
 */
export class MmdbData {
  /** Where the value that was read last ended. */
  private next = 0;
  /** Of the header read last: bytes, entries, the truth of a boolean, or the target of a pointer. */
  private size = 0;
  /** Sizes of the maps and arrays that pointers led to, so that shared ones are walked once; −1 while being walked. */
  private readonly sizes = new Map<number, number>();

  constructor(
    private readonly buffer: Buffer,
    private readonly base: number,
    private readonly end: number,
  ) {}

  /** Checks the value at a place in the file and all that it leads to. Throws an MmdbDefect. */
  check(offset: number): void {
    this.sizeAt(offset, 0);
  }

  /** The value at a place that `check` has passed. */
  value(offset: number): MmdbValue {
    const type = this.header(offset);
    const { next: start, size } = this;
    if (type === pointer) {
      const result = this.value(size);
      this.next = start;
      return result;
    }
    this.next = start + size;
    switch (type) {
      case string:
        return this.buffer.toString('utf8', start, start + size);
      case map:
        this.next = start;
        return Object.fromEntries(Array.from({ length: size }, () => [this.key(this.next), this.value(this.next)]));
      case array:
        this.next = start;
        return Array.from({ length: size }, () => this.value(this.next));
      case boolean:
        this.next = start;
        return size === 1;
      case double:
        return this.buffer.readDoubleBE(start);
      case float:
        return this.buffer.readFloatBE(start);
      case uint64:
      case uint128:
        return BigInt(`0x0${this.buffer.toString('hex', start, start + size)}`);
      case bytes:
        return this.buffer.subarray(start, start + size);
      case int32:
        return size === 4 ? this.buffer.readInt32BE(start) : this.unsigned(start, size);
      default:
        return this.unsigned(start, size);
    }
  }

  private key(offset: number): string {
    const key = this.value(offset);
    if (typeof key !== 'string') throw new MmdbDefect('a key of a map is not a text');
    return key;
  }

  private unsigned(start: number, size: number): number {
    let number = 0;
    for (let at = start; at < start + size; at++) number = number * 256 + this.buffer[at]!;
    return number;
  }

  private byte(offset: number): number {
    const byte = offset < this.end ? this.buffer[offset] : undefined;
    if (byte === undefined) throw new MmdbDefect('a value ends outside the data');
    return byte;
  }

  /** Reads a control byte and what belongs to it; leaves `size` and `next` (where the payload begins). Gives the type. */
  private header(offset: number): number {
    if (offset < this.base || offset >= this.end) throw new MmdbDefect('a pointer leads outside the data');
    const control = this.byte(offset);
    let at = offset + 1;
    let type = control >> 5;
    if (type === pointer) return this.pointerHeader(control, at);
    if (type === 0) {
      type = 7 + this.byte(at++);
      if (type < 8 || type > float || type === 12 || type === 13)
        throw new MmdbDefect(`there is a value of the unknown type ${type}`);
    }
    this.size = control & 0x1f;
    // 29, 30 and 31 say that one, two or three bytes with the rest of the size follow.
    if (this.size >= 29) {
      const length = this.size - 28;
      this.byte(at + length - 1);
      this.size = longSize[length]! + this.unsigned(at, length);
      at += length;
    }
    this.next = at;
    return type;
  }

  /** 001SSVVV: SS + 1 bytes follow; VVV are the highest bits, except of the longest form. */
  private pointerHeader(control: number, at: number): number {
    const length = ((control >> 3) & 3) + 1;
    this.byte(at + length - 1);
    const low = this.unsigned(at, length);
    const high = length === 4 ? 0 : (control & 7) * 256 ** length;
    this.size = this.base + low + high + pointerStart[length]!;
    this.next = at + length;
    return pointer;
  }

  /** Checks one value; gives its size with all that it leads to, and leaves `next` behind it. */
  private sizeAt(offset: number, depth: number): number {
    if (depth > deepestNesting)
      throw new MmdbDefect(`its data nests deeper than ${deepestNesting} levels, or in a cycle`);
    const type = this.header(offset);
    const { next: start, size } = this;
    if (type === pointer) {
      const total = this.targetSize(size, depth);
      this.next = start;
      return total;
    }
    if (type === map || type === array) return this.containerSize(type, size, start, depth);
    if (type === boolean) {
      if (size > 1) throw new MmdbDefect('a boolean is neither 0 nor 1');
      return bytesPerValue;
    }
    this.next = start + size;
    if (this.next > this.end) throw new MmdbDefect('a value ends outside the data');
    if (size !== (exactSize[type] ?? size) || size > (largestSize[type] ?? size))
      throw new MmdbDefect(`a number has ${size} bytes, which its type does not have`);
    if (type === string && !this.isText(start, this.next)) throw new MmdbDefect('a text is not UTF-8');
    return bytesPerValue + size;
  }

  private targetSize(target: number, depth: number): number {
    const known = this.sizes.get(target);
    if (known === -1) throw new MmdbDefect('its data leads back to itself');
    if (known !== undefined) return known;
    const type = this.header(target);
    if (type === pointer) throw new MmdbDefect('a pointer leads to a pointer');
    if (type !== map && type !== array) return this.sizeAt(target, depth + 1);
    this.sizes.set(target, -1);
    const total = this.sizeAt(target, depth + 1);
    this.sizes.set(target, total);
    return total;
  }

  private containerSize(type: number, entries: number, start: number, depth: number): number {
    // Every entry takes a byte at least: an oversized count is refused before anything is made room for.
    if (entries * (type === map ? 2 : 1) > this.end - start)
      throw new MmdbDefect('a map or array ends outside the data');
    let total = bytesPerValue;
    this.next = start;
    for (let entry = 0; entry < entries; entry++) {
      if (type === map) {
        this.checkKey(this.next);
        total += this.sizeAt(this.next, depth + 1);
      }
      total += this.sizeAt(this.next, depth + 1);
      if (total > largestRecord) throw new MmdbDefect(`one of its records is larger than ${largestRecord} bytes`);
    }
    return total;
  }

  private checkKey(offset: number): void {
    const type = this.header(offset);
    if (type === string || (type === pointer && this.header(this.size) === string)) {
      this.next = offset;
      return;
    }
    throw new MmdbDefect('a key of a map is not a text');
  }

  private isText(start: number, end: number): boolean {
    for (let at = start; at < end; at++) if (this.buffer[at]! >= 0x80) return isUtf8(this.buffer.subarray(start, end));
    return true;
  }
}
