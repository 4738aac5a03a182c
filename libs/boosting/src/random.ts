const twoTo32 = 2 ** 32;

/**
 * Numbers of [0, 1) that depend on the seed alone, on every machine.
 * Source: mulberry32 (T. Ettinger, public domain), a Weyl sequence through a mixing function of 32 bits.
 */
export function randomOf(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let bits = Math.imul(state ^ (state >>> 15), state | 1);
    bits ^= bits + Math.imul(bits ^ (bits >>> 7), bits | 61);
    return ((bits ^ (bits >>> 14)) >>> 0) / twoTo32;
  };
}

/**
 * Which rows a bag has: a share of [0, rows) without replacement, ascending, so that time goes on in it.
 * Source: selection sampling, Knuth, The Art of Computer Programming 2, 3.4.2, algorithm S.
 */
export function sampleRows(rows: number, share: number, seed: number): Uint32Array {
  const wanted = Math.round(rows * share);
  const random = randomOf(seed);
  const sample = new Uint32Array(wanted);
  for (let row = 0, taken = 0; taken < wanted; row++)
    if ((rows - row) * random() < wanted - taken) sample[taken++] = row;
  return sample;
}
