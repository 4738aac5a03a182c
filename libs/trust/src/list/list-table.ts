import { hash, randomBytes } from 'node:crypto';

export type ListName = 'allow' | 'block' | 'watch';

export interface TableEntry {
  readonly list: ListName;
  readonly reason: string;
  /** Seconds since 1970 UTC; 0: for ever. */
  readonly expiresAt: number;
}

const codes: readonly (ListName | undefined)[] = [undefined, 'allow', 'block', 'watch'];
const emptySlot = 0;
/** No list, no reason: an entry was here, and what lies behind it is found by going on. */
const removedSlot = 4;
const smallest = 1_024;
const fullest = 0.8;
const roomAfterGrowth = 1.6;

/**
 * List entries of any number in 16 bytes a slot, 20 to 32 an entry: of a value only 64 bits of its hash are kept, beside
 * its list, its reason (each text once) and its end. Open addressing with linear probing.
 *
 * The hash is SHA-256 over a secret of this process: with ten million entries a value that is on no list is taken for one
 * with a probability of 5 · 10⁻¹³, and nobody can look for such a value, since nobody sees the secret.
 */
export class ListTable {
  private readonly secret = randomBytes(16).toString('hex');
  private slots = tableOf(smallest);
  private used = 0;
  private readonly reasons: string[] = [];
  private readonly reasonNumbers = new Map<string, number>();
  private held = 0;

  /** Entries, ended ones that nobody has removed included. */
  get size(): number {
    return this.held;
  }

  /** Of the slots; texts of reasons come on top, each once. */
  get bytes(): number {
    return this.slots.capacity * 16;
  }

  /** Adds the entry, or changes its reason and end. @returns whether it is new */
  add(key: string, { list, reason, expiresAt }: TableEntry): boolean {
    if (this.used >= this.slots.capacity * fullest) this.grow();
    const [high, low] = this.hashOf(key);
    const code = codes.indexOf(list);
    let slot = this.slotOf(high, low, code);
    const isNew = slot === undefined;
    if (slot === undefined) {
      slot = freeSlot(this.slots, high);
      this.used += 1;
      this.held += 1;
    }
    put(this.slots, slot, [high, low, this.numberOf(reason) * 8 + code, expiresAt]);
    return isNew;
  }

  /** @returns whether it was there */
  remove(key: string, list: ListName): boolean {
    const [high, low] = this.hashOf(key);
    const slot = this.slotOf(high, low, codes.indexOf(list));
    if (slot === undefined) return false;
    put(this.slots, slot, [0, 0, removedSlot, 0]);
    this.held -= 1;
    return true;
  }

  /** What the lists say about a key, in the order allow, block, watch. */
  find(key: string): TableEntry[] {
    const [high, low] = this.hashOf(key);
    const found: (TableEntry & { readonly code: number })[] = [];
    for (const slot of this.probe(high, low)) {
      const about = this.slots.about[slot] ?? 0;
      const [code, reason] = [about % 8, this.reasons[Math.floor(about / 8)]];
      const list = codes[code];
      if (list !== undefined && reason !== undefined)
        found.push({ list, reason, expiresAt: this.slots.ends[slot] ?? 0, code });
    }
    return found.toSorted((one, other) => one.code - other.code).map(({ code: _, ...entry }) => entry);
  }

  private hashOf(key: string): readonly [number, number] {
    const digest = hash('sha256', this.secret + key, 'buffer');
    return [digest.readUInt32LE(0), digest.readUInt32LE(4)];
  }

  private numberOf(reason: string): number {
    const known = this.reasonNumbers.get(reason);
    if (known !== undefined) return known;
    const number = this.reasons.push(reason) - 1;
    this.reasonNumbers.set(reason, number);
    return number;
  }

  private slotOf(high: number, low: number, code: number): number | undefined {
    for (const slot of this.probe(high, low)) if ((this.slots.about[slot] ?? 0) % 8 === code) return slot;
    return undefined;
  }

  /** Every slot with this hash. */
  private *probe(high: number, low: number): Generator<number> {
    const { capacity, highs, lows, about } = this.slots;
    for (let slot = high % capacity; about[slot] !== emptySlot; slot = (slot + 1) % capacity)
      if (highs[slot] === high && lows[slot] === low && about[slot] !== removedSlot) yield slot;
  }

  /** Into a table that is about half full, without what was removed. */
  private grow(): void {
    const before = this.slots;
    this.slots = tableOf(Math.max(smallest, Math.ceil((this.held / fullest) * roomAfterGrowth)));
    for (let slot = 0; slot < before.capacity; slot++) {
      const about = before.about[slot] ?? emptySlot;
      if (about === emptySlot || about === removedSlot) continue;
      const high = before.highs[slot] ?? 0;
      put(this.slots, freeSlot(this.slots, high), [high, before.lows[slot] ?? 0, about, before.ends[slot] ?? 0]);
    }
    this.used = this.held;
  }
}

interface Slots {
  readonly capacity: number;
  readonly highs: Uint32Array;
  readonly lows: Uint32Array;
  /** Number of the reason · 8 + code of the list. */
  readonly about: Uint32Array;
  readonly ends: Uint32Array;
}

const tableOf = (capacity: number): Slots => ({
  capacity,
  highs: new Uint32Array(capacity),
  lows: new Uint32Array(capacity),
  about: new Uint32Array(capacity),
  ends: new Uint32Array(capacity),
});

function freeSlot({ capacity, about }: Slots, high: number): number {
  let slot = high % capacity;
  while (about[slot] !== emptySlot) slot = (slot + 1) % capacity;
  return slot;
}

function put(
  { highs, lows, about, ends }: Slots,
  slot: number,
  [high, low, what, end]: readonly [number, number, number, number],
): void {
  highs[slot] = high;
  lows[slot] = low;
  about[slot] = what;
  ends[slot] = end;
}
