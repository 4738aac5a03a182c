import type { AggregateAsked, AggregateFact, AggregateLine, Measured } from './aggregate-line.js';

/** Numbers of each unit that are made of rows of a fact, from its exposure on and before it: lines that need the same share them. */
export interface Component {
  readonly measured: Measured;
  readonly fromDay: number;
  readonly actDays: number;
  readonly windowDays: number;
  readonly covariateDays: number;
}

/** What a component is after the exposure, or before it: that several of them may share. */
export interface Cell {
  readonly component: Component;
  readonly isBefore: boolean;
}

/** One reading of a fact, for as many components as its rows have room for. */
export interface Block {
  readonly number: number;
  readonly fact: AggregateFact;
  readonly components: readonly Component[];
  /** Each in a column of experiment_unit_amount, from value_1 on. */
  readonly cells: readonly Cell[];
  /** Takes away again what became known as fraud, from the day on that it did. */
  readonly isReversal: boolean;
}

/** Of experiment_unit_amount. */
const columns = 16;

/** Readings of facts that give what the lines need, each fact in as few as possible. */
export function blocksOf({ lines }: Pick<AggregateAsked, 'lines'>): Block[] {
  const blocks: Block[] = [];
  const add = (fact: AggregateFact, components: readonly Component[], isReversal: boolean): void => {
    for (let rest = components; rest.length > 0;) {
      let some = rest.slice(0, columns);
      while (cellsOf(some).length > columns) some = some.slice(0, -1);
      rest = rest.slice(some.length);
      blocks.push({ number: blocks.length + 1, fact, components: some, cells: cellsOf(some), isReversal });
    }
  };
  const all = unique(lines.flatMap(componentsOf));
  for (const [first] of groups(all, ({ measured }) => factName(measured.fact))) {
    const own = all.filter(({ measured }) => factName(measured.fact) === factName(first.measured.fact));
    add(first.measured.fact, own, false);
    add(
      first.measured.fact,
      own.filter(({ measured }) => measured.withoutFraud),
      true,
    );
  }
  return blocks;
}

/** How long before the exposure rows count. */
export const priorDaysOf = ({ components }: Pick<Block, 'components'>): number =>
  Math.max(...components.map(({ covariateDays }) => covariateDays));

/** Before the exposure, lines of several windows measure the same: it is measured once. */
function cellsOf(components: readonly Component[]): Cell[] {
  const priors = groups(
    components.filter(({ covariateDays }) => covariateDays > 0),
    priorKey,
  );
  return [
    ...components.map((component) => ({ component, isBefore: false })),
    ...priors.map(([component]) => ({ component, isBefore: true })),
  ];
}

/** What is made of a line's numerator or denominator. */
export function componentOf(measured: Measured, line: AggregateLine): Component {
  const { fromDay, actDays, windowDays, covariateDays } = line;
  return { measured, fromDay, actDays, windowDays, covariateDays };
}

const componentsOf = (line: AggregateLine): Component[] =>
  [line.numerator, line.denominator].flatMap((one) => (one === null ? [] : [componentOf(one, line)]));

/** Where a component is kept. */
export interface Place {
  readonly block: number;
  /** 1: in value_1. */
  readonly place: number;
  /** −1: what takes away from it again. */
  readonly sign: 1 | -1;
}

/** The place that a component is read to, and then those that take away from it: after the exposure, or before it. */
export const placesOf = (blocks: readonly Block[], component: Component, isBefore: boolean): Place[] =>
  blocks.flatMap(({ number, components, cells, isReversal }) => {
    if (!components.some((one) => componentKey(one) === componentKey(component))) return [];
    const keyOf = isBefore ? priorKey : componentKey;
    const at = cells.findIndex((cell) => cell.isBefore === isBefore && keyOf(cell.component) === keyOf(component));
    return at < 0 ? [] : [{ block: number, place: at + 1, sign: isReversal ? (-1 as const) : (1 as const) }];
  });

const priorKey = ({ measured, covariateDays }: Component): string =>
  JSON.stringify([measuredKey(measured), covariateDays]);

/** Two that are the same are read once. */
const componentKey = ({ measured, ...days }: Component): string =>
  JSON.stringify([measuredKey(measured), Object.values(days)]);

const measuredKey = ({ fact, value, scale, conditions, withoutFraud }: Measured): readonly unknown[] => [
  factName(fact),
  value,
  scale,
  conditions,
  withoutFraud,
];

const factName = ({ key, version }: AggregateFact): string => `${key}@${version}`;

const unique = (components: readonly Component[]): Component[] =>
  [...groups(components, componentKey)].map(([first]) => first);

function groups<One>(all: readonly One[], keyOf: (one: One) => string): [One, ...One[]][] {
  const found = new Map<string, [One, ...One[]]>();
  for (const one of all) {
    const known = found.get(keyOf(one));
    if (known === undefined) found.set(keyOf(one), [one]);
    else known.push(one);
  }
  return [...found.values()];
}
