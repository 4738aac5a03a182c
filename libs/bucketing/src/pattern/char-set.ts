/** Code units, as ranges with both ends included; `negated` takes all others. */
export interface CharSet {
  readonly ranges: readonly (readonly [from: number, to: number])[];
  readonly negated: boolean;
}

export const one = (code: number): CharSet => ({ ranges: [[code, code]], negated: false });

const DIGITS = [[48, 57]] as const;
const WORD = [
  [48, 57],
  [65, 90],
  [95, 95],
  [97, 122],
] as const;
/** WhiteSpace and LineTerminator of ECMA-262. */
const SPACE = [
  [9, 13],
  [32, 32],
  [160, 160],
  [0x1680, 0x1680],
  [0x2000, 0x200a],
  [0x2028, 0x2029],
  [0x202f, 0x202f],
  [0x205f, 0x205f],
  [0x3000, 0x3000],
  [0xfeff, 0xfeff],
] as const;

/** Everything but the ends of lines. */
export const DOT: CharSet = {
  ranges: [
    [10, 10],
    [13, 13],
    [0x2028, 0x2029],
  ],
  negated: true,
};

/** What `\d`, `\W` … stand for. */
export const CLASSES: Readonly<Record<string, CharSet>> = {
  d: { ranges: DIGITS, negated: false },
  D: { ranges: DIGITS, negated: true },
  w: { ranges: WORD, negated: false },
  W: { ranges: WORD, negated: true },
  s: { ranges: SPACE, negated: false },
  S: { ranges: SPACE, negated: true },
};

/** The same set without a negation, to be a part of a larger one. */
export function plainRanges({ ranges, negated }: CharSet): (readonly [number, number])[] {
  if (!negated) return [...ranges];
  const gaps: [number, number][] = [];
  let from = 0;
  for (const [low, high] of ranges) {
    if (low > from) gaps.push([from, low - 1]);
    from = high + 1;
  }
  if (from <= 0xffff) gaps.push([from, 0xffff]);
  return gaps;
}

/** A function that says whether a code unit is in the set, `i` regarding no case. */
export function testOf({ ranges, negated }: CharSet, insensitive: boolean): (code: number) => boolean {
  const [only, ...others] = ranges;
  // Most sets are one letter: thousands of patterns are compiled at once, and a table for each would be most of the work.
  if (!insensitive && only !== undefined && others.length === 0) {
    const [from, to] = only;
    return (code) => (code >= from && code <= to) !== negated;
  }
  const within = (code: number): boolean => ranges.some(([from, to]) => code >= from && code <= to);
  const ascii = Uint8Array.from({ length: 128 }, (_, code) => Number(holds(code) !== negated));
  function holds(code: number): boolean {
    return insensitive ? sameButForCase(code).some(within) : within(code);
  }
  return (code) => (code < 128 ? ascii[code] === 1 : holds(code) !== negated);
}

export const isWord = testOf(CLASSES['w'] ?? DOT, false);

/** Canonicalize of ECMA-262 (22.2.2.7.3) without the flag u: upper case, where that is one code unit and no ASCII of non-ASCII. */
function canonical(code: number): number {
  const upper = String.fromCharCode(code).toUpperCase();
  if (upper.length !== 1) return code;
  const changed = upper.charCodeAt(0);
  return code >= 128 && changed < 128 ? code : changed;
}

let members: Map<number, number[]> | undefined;

/** All code units with the canonical form of this one. The table is made when the first such pattern is. */
function sameButForCase(code: number): readonly number[] {
  if (members === undefined) {
    members = new Map();
    for (let each = 0; each <= 0xffff; each += 1) {
      const form = canonical(each);
      if (form === each) continue;
      const known = members.get(form);
      if (known === undefined) members.set(form, [form, each]);
      else known.push(each);
    }
  }
  const form = canonical(code);
  return members.get(form) ?? [form];
}
