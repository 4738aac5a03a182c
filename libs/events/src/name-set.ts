const slots = 1_024;

/** Names of one object, by 32 bits of hash: whether one may have been there before. Emptied at no cost. */
export class NameSet {
  private readonly hashes = new Int32Array(slots);
  private readonly stamps = new Int32Array(slots);
  private stamp = 0;
  private size = 0;

  empty(): void {
    this.stamp = (this.stamp + 1) | 0;
    this.size = 0;
  }

  /** False for a name that was added since it was empty, for one of the same hash, and for the one that is too many. */
  add(bytes: Uint8Array, from: number, to: number): boolean {
    if (++this.size > slots / 2) return false;
    let hash = 0;
    for (let at = from; at < to; at++) hash = (Math.imul(hash, 31) + (bytes[at] ?? 0)) | 0;
    let slot = hash & (slots - 1);
    while (this.stamps[slot] === this.stamp) {
      if (this.hashes[slot] === hash) return false;
      slot = (slot + 1) & (slots - 1);
    }
    this.stamps[slot] = this.stamp;
    this.hashes[slot] = hash;
    return true;
  }
}
