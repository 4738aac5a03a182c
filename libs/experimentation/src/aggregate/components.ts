import type { AggregateAsked, AggregateFact, AggregateLine, Measured } from './aggregate-line.js';

/** A number of each unit that is made of rows of a fact: lines that need the same share it. */
export interface Component {
  readonly measured: Measured;
  readonly fromDay: number;
  readonly actDays: number;
  readonly windowDays: number;
  readonly covariateDays: number;
}

/** One reading of a fact, for as many components as its rows have room for. */
export interface Block {
  readonly number: number;
  readonly fact: AggregateFact;
  /** Each in a column of experiment_unit_day, from value_1 on. */
  readonly components: readonly Component[];
  /** Takes away again what became known as fraud, from the day on that it did. */
  readonly isReversal: boolean;
}

/** Of experiment_unit_day. */
const columns = 12;

/** Readings of facts that give what the lines need, each fact in as few as possible. */
export function blocksOf({ lines }: Pick<AggregateAsked, 'lines'>): Block[] {
  const blocks: Block[] = [];
  const add = (fact: AggregateFact, components: readonly Component[], isReversal: boolean): void => {
    for (let at = 0; at < components.length; at += columns)
      blocks.push({ number: blocks.length + 1, fact, components: components.slice(at, at + columns), isReversal });
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

/** The place that a component is read to, and then those that take away from it. */
export const placesOf = (blocks: readonly Block[], component: Component): Place[] =>
  blocks.flatMap(({ number, components, isReversal }) => {
    const at = components.findIndex((one) => componentKey(one) === componentKey(component));
    return at < 0 ? [] : [{ block: number, place: at + 1, sign: isReversal ? (-1 as const) : (1 as const) }];
  });

/** Where in its block the covariate of a component is: before the exposure, lines of several windows measure the same. */
export function priorOf({ components }: Block, component: Component): number {
  const keyOf = ({ measured, covariateDays }: Component): string =>
    JSON.stringify([measuredKey(measured), covariateDays]);
  return components.findIndex((one) => keyOf(one) === keyOf(component));
}

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
