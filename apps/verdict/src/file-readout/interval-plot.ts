/** An effect with both ends of its interval, all in one unit. */
export interface Drawn {
  readonly estimate: number;
  readonly lower: number;
  readonly upper: number;
}

/** From −reach to +reach; longer intervals end in an arrow. */
export interface Axis {
  readonly reach: number;
}

/** In typical reaches of one interval: a single wide one would press all others flat. */
const widest = 4;

/** One axis for all, round zero. */
export function axisOf(all: readonly Drawn[]): Axis {
  const reaches = all.map(({ lower, upper }) => Math.max(Math.abs(lower), Math.abs(upper))).toSorted((a, b) => a - b);
  const middle = reaches[Math.floor(reaches.length / 2)] ?? 0;
  const reach = Math.min(reaches.at(-1) ?? 0, widest * middle);
  return { reach: reach === 0 ? 1 : reach };
}

/** `  ├──●──┤  ` within so many characters, with the line of no effect. */
export function intervalBar({ estimate, lower, upper }: Drawn, { reach }: Axis, width: number): string {
  const at = (value: number): number => Math.round(((value / reach + 1) / 2) * (width - 1));
  const within = (place: number): number => Math.min(width - 1, Math.max(0, place));
  const [from, to, middle] = [at(lower), at(upper), at(estimate)];
  const cells = Array.from({ length: width }, () => ' ');
  for (let place = within(from); place <= within(to); place += 1) cells[place] = '─';
  cells[at(0)] = from <= at(0) && at(0) <= to ? '┼' : '│';
  cells[within(from)] = from < 0 ? '◂' : '├';
  cells[within(to)] = to > width - 1 ? '▸' : '┤';
  cells[within(middle)] = '●';
  return cells.join('');
}

/** What stands under the bars: both ends and the middle. */
export function axisLine({ reach }: Axis, width: number, text: (value: number) => string): string {
  const [left, right] = [text(-reach), text(reach)];
  const middle = Math.round((width - 1) / 2);
  const room = middle - left.length;
  const rest = width - middle - 1 - right.length;
  return `${left}${' '.repeat(Math.max(1, room))}0${' '.repeat(Math.max(1, rest))}${right}`;
}
