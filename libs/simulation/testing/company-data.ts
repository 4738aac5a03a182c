import { simulateCompany } from '../src/company.js';
import type { SimulatedCompany } from '../src/company.js';
import type { BackerRow, OutcomeRow, PledgeRow, ProjectRow, SimulatedEvent, SimulatedRecord } from '../src/records.js';
import type { ScaleName } from '../src/scale.js';

export const UNTIL = new Date('2026-11-24T00:00:00Z');

export const company = (seed: number, scale: ScaleName = 'small', days = 85): SimulatedCompany =>
  simulateCompany({ seed, days, scale, until: UNTIL });

/** A small company's history in memory, by kind. */
export interface CompanyData {
  readonly records: readonly SimulatedRecord[];
  readonly events: readonly SimulatedEvent[];
  readonly backers: readonly BackerRow[];
  readonly pledges: readonly PledgeRow[];
  readonly outcomes: readonly OutcomeRow[];
  /** As they were at the end. */
  readonly projects: ReadonlyMap<string, ProjectRow>;
}

export function collect(source: SimulatedCompany): CompanyData {
  const records = [...source.records()];
  const rows = <Kind extends SimulatedRecord['kind']>(kind: Kind) =>
    records.flatMap((record) =>
      record.kind === kind ? [record.row as Extract<SimulatedRecord, { kind: Kind }>['row']] : [],
    );
  return {
    records,
    events: rows('event'),
    backers: rows('backer'),
    pledges: rows('pledge'),
    outcomes: rows('outcome'),
    projects: new Map(rows('project').map((row) => [row.project_id, row])),
  };
}

/** Number, sum and sum of squares of one value a visitor. */
export interface Sums {
  n: number;
  sum: number;
  squares: number;
}

export interface ArmResult {
  readonly conversion: Sums;
  readonly pledged: Sums;
  readonly collected: Sums;
}

const DAY = 86_400_000;
const PLEDGE_WINDOW = 7 * DAY;
const COLLECTION_WINDOW = 67 * DAY;

interface Fact {
  readonly time: number;
  readonly base: number;
  readonly collectedAt: number;
}

/** What an analyst would count by hand: first exposures, joined with the pledges of the backer that each became. */
export function countArms(data: CompanyData, experiment: string): ReadonlyMap<string, ArmResult> {
  const facts = factsByVisitor(data);
  const arms = new Map<string, ArmResult>();
  for (const { event, distinct_id, time, properties } of data.events) {
    if (event !== '$experiment_started' || properties['Experiment name'] !== experiment) continue;
    const variant = String(properties['Variant name']);
    const arm = arms.get(variant) ?? { conversion: zero(), pledged: zero(), collected: zero() };
    arms.set(variant, arm);
    const own = (facts.get(distinct_id) ?? []).filter((fact) => fact.time >= time && fact.time < time + PLEDGE_WINDOW);
    const paid = own.filter(({ collectedAt }) => collectedAt < time + COLLECTION_WINDOW);
    add(arm.conversion, own.length > 0 ? 1 : 0);
    add(arm.pledged, own.reduce((sum, { base }) => sum + base, 0) / 100);
    add(arm.collected, paid.reduce((sum, { base }) => sum + base, 0) / 100);
  }
  return arms;
}

/** Standard normal statistic of the difference of two means. */
export function zOf(baseline: Sums, treatment: Sums): number {
  const variance = ({ n, sum, squares }: Sums): number => (squares / n - (sum / n) ** 2) / n;
  const difference = treatment.sum / treatment.n - baseline.sum / baseline.n;
  return difference / Math.sqrt(variance(baseline) + variance(treatment));
}

function factsByVisitor({ events, pledges, outcomes }: CompanyData): Map<string, Fact[]> {
  const visitors = new Map(
    events
      .filter(({ event }) => event === 'New user')
      .map(({ properties }) => [properties['$user_id'], String(properties['$device_id'])]),
  );
  const collections = new Map(
    outcomes.filter(({ kind }) => kind === 'collected').map((row) => [row.pledge_id, Date.parse(row.occurred_at)]),
  );
  const facts = new Map<string, Fact[]>();
  for (const { pledge_id, backer_id, base_amount: base, time, revision } of pledges) {
    if (revision > 1) continue;
    const visitor = visitors.get(backer_id) ?? '';
    const fact = { time: Date.parse(time), base, collectedAt: collections.get(pledge_id) ?? Infinity };
    facts.set(visitor, [...(facts.get(visitor) ?? []), fact]);
  }
  return facts;
}

const zero = (): Sums => ({ n: 0, sum: 0, squares: 0 });

function add(sums: Sums, value: number): void {
  sums.n += 1;
  sums.sum += value;
  sums.squares += value * value;
}
