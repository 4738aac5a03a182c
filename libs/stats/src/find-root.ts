/**
 * Where an increasing function passes zero, by false position with the Illinois rule: the end that stays put counts
 * half, so that both ends close in. The bracket is widened until it holds the root; a function that never changes
 * its sign within 1e6 first widths has its root at the end that was reached.
 *
 * Source: Dowell & Jarratt, A modified regula falsi method, BIT 11 (1971).
 */
export function findRoot(increasing: (x: number) => number, from: number, to: number): number {
  let [low, high] = [from, to];
  let [valueLow, valueHigh] = [increasing(low), increasing(high)];
  for (let width = to - from; valueLow > 0 && width < 1e6 * (to - from); width *= 2)
    valueLow = increasing((low -= width));
  for (let width = to - from; valueHigh < 0 && width < 1e6 * (to - from); width *= 2) {
    valueHigh = increasing((high += width));
  }
  if (valueLow >= 0) return low;
  if (valueHigh <= 0) return high;
  // Values this small are rounding: the bracket of a false position need not close in from both sides.
  const noise = 1e-13 * Math.min(-valueLow, valueHigh);
  let stayed = 0;
  for (let step = 0; step < 200 && high - low > 1e-14 * Math.abs(low); step += 1) {
    const guess = (low * valueHigh - high * valueLow) / (valueHigh - valueLow);
    const x = guess > low && guess < high ? guess : (low + high) / 2;
    const value = increasing(x);
    if (Math.abs(value) <= noise) return x;
    if (value < 0) {
      [low, valueLow] = [x, value];
      if (stayed === 1) valueHigh /= 2;
      stayed = 1;
    } else {
      [high, valueHigh] = [x, value];
      if (stayed === -1) valueLow /= 2;
      stayed = -1;
    }
  }
  return (low + high) / 2;
}
