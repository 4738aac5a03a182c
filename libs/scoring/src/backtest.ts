import type { DispositionAction, ListHit } from './answer.js';
import { addPledge, noSums } from './backtest-sums.js';
import type { CountedPledge, Sums } from './backtest-sums.js';
import type { CompiledRule } from './compile-rule.js';
import { decideDisposition } from './disposition.js';
import type { FeatureValue, FeatureValues } from './feature.js';
import { logOddsOf } from './model.js';
import type { Model } from './model.js';
import type { Thresholds } from './policy.js';
import { clipped, withRules } from './risk-score.js';

/** A whole policy: rules in their order, and thresholds. Lists and snoozes come with each pledge. */
export interface BacktestPolicy {
  readonly rules: readonly CompiledRule[];
  readonly thresholds: Thresholds;
}

/** A pledge as it was judged, or would have been. */
export interface BacktestPledge extends CountedPledge {
  readonly features: FeatureValues;
  readonly lists: readonly ListHit[];
  /** Ids of rules that were silenced for it. */
  readonly snoozed: readonly string[];
  readonly degraded: boolean;
  readonly isLate: boolean;
}

export interface RuleTally {
  readonly hits: Sums;
  /** It fired, would stop, and the pledge was stopped. */
  readonly stopped: Sums;
  /** Stopped by it alone: without this rule the pledge would have been accepted. */
  readonly alone: Sums;
  /** Accepted by it alone: without this rule the pledge would have been stopped. */
  readonly released: Sums;
  /** Pledges that it sent to a reviewer, as the rule that decided. */
  reviews: number;
  unknown: number;
  snoozed: number;
  /** How often each other rule fired too, by its id. */
  readonly together: Record<string, number>;
}

export type ActionSums = Readonly<Record<DispositionAction, Sums>>;

/** All that a backtest counts; JSON, and integers only: a run that is cut short goes on from it. */
export interface BacktestTally {
  readonly all: Sums;
  readonly candidate: ActionSums;
  readonly baseline: ActionSums;
  /** What moves, by baseline action and candidate action. */
  readonly moves: Readonly<Record<DispositionAction, ActionSums>>;
  /** The candidate's rules by id. */
  readonly rules: Record<string, RuleTally>;
}

const byAction = <Value>(make: () => Value): Record<DispositionAction, Value> => ({
  accept: make(),
  manual_review: make(),
  reject: make(),
});

const actionSums = (): ActionSums => byAction(noSums);

const noRuleTally = (): RuleTally => ({
  hits: noSums(),
  stopped: noSums(),
  alone: noSums(),
  released: noSums(),
  reviews: 0,
  unknown: 0,
  snoozed: 0,
  together: {},
});

export const emptyTally = (candidate: BacktestPolicy): BacktestTally => ({
  all: noSums(),
  candidate: actionSums(),
  baseline: actionSums(),
  moves: byAction(actionSums),
  rules: Object.fromEntries(candidate.rules.map(({ id }) => [id, noRuleTally()])),
});

type Outcome = 'fired' | 'silent' | 'unknown';

interface Judged {
  readonly fired: readonly CompiledRule[];
  readonly action: DispositionAction;
  /** The rule that decided. */
  readonly by: CompiledRule | undefined;
}

/**
 * Judges pledges by two policies beside each other, and counts into a tally. Each is decided as a live one is: lists, then
 * accepting, rejecting and reviewing rules, then thresholds; the same pledges give the same tally in any order.
 *
 * Rules that both policies have, in the same words, run once.
 */
export class Backtest {
  private readonly distinct: DistinctRules;
  private readonly candidateAt: readonly number[];
  private readonly baselineAt: readonly number[];

  constructor(
    private readonly candidate: BacktestPolicy,
    private readonly baseline: BacktestPolicy,
    private readonly model: Model,
    private readonly tally: BacktestTally,
  ) {
    const places = new Map<string, number>();
    const distinct: CompiledRule[] = [];
    const placeOf = (rule: CompiledRule): number => {
      const found = places.get(rule.expression) ?? distinct.push(rule) - 1;
      places.set(rule.expression, found);
      return found;
    };
    this.candidateAt = candidate.rules.map(placeOf);
    this.baselineAt = baseline.rules.map(placeOf);
    this.distinct = new DistinctRules(distinct);
  }

  add(pledge: BacktestPledge): void {
    const calibrated = logOddsOf(this.model, pledge.features);
    const outcomes = this.distinct.outcomes(pledge.features, clipped(calibrated));
    const before = judge(this.baseline, this.baselineAt, outcomes, calibrated, pledge);
    const after = judge(this.candidate, this.candidateAt, outcomes, calibrated, pledge);
    addPledge(this.tally.all, pledge);
    addPledge(this.tally.baseline[before.action], pledge);
    addPledge(this.tally.candidate[after.action], pledge);
    addPledge(this.tally.moves[before.action][after.action], pledge);
    for (let index = 0; index < this.candidateAt.length; index++) {
      const [outcome, rule] = [outcomes[this.candidateAt[index] ?? -1], this.candidate.rules[index]];
      if (outcome === 'silent' || rule === undefined) continue;
      const counted = this.tally.rules[rule.id];
      if (counted === undefined) continue;
      if (outcome === 'unknown') counted.unknown += 1;
      else if (pledge.snoozed.includes(rule.id)) counted.snoozed += 1;
      else this.count(counted, rule, after, { calibrated, pledge });
    }
  }

  private count(
    counted: RuleTally,
    rule: CompiledRule,
    { fired, action, by }: Judged,
    { calibrated, pledge }: { readonly calibrated: number; readonly pledge: BacktestPledge },
  ): void {
    addPledge(counted.hits, pledge);
    const stops = rule.action === 'reject' || rule.action === 'manual_review';
    if (stops && action !== 'accept') addPledge(counted.stopped, pledge);
    if (by === rule && action === 'manual_review') counted.reviews += 1;
    for (const other of fired) if (other !== rule) counted.together[other.id] = (counted.together[other.id] ?? 0) + 1;
    if (rule.action === 'tag' || rule.action === 'request_3ds') return;
    const others = fired.filter((other) => other !== rule);
    const without = decided(this.candidate, others, calibrated, pledge).action;
    if (action !== 'accept' && without === 'accept') addPledge(counted.alone, pledge);
    if (action === 'accept' && without !== 'accept') addPledge(counted.released, pledge);
  }
}

/**
 * Rules of different words, run on one pledge after the other. What they name is looked up once for all of them, and put into
 * one object that all pledges share: a copy of a pledge's features, and a look for each name of each rule, were a third of the
 * time of a backtest of a hundred rules.
 */
class DistinctRules {
  private readonly names: readonly string[];
  /** Of each rule, the places of its names. */
  private readonly places: readonly (readonly number[])[];
  private readonly values: Record<string, FeatureValue | undefined>;
  private readonly isKnown: boolean[];

  constructor(private readonly rules: readonly CompiledRule[]) {
    this.names = [...new Set(rules.flatMap(({ names }) => names))];
    const placeOf = new Map(this.names.map((name, place) => [name, place]));
    this.places = rules.map(({ names }) => names.map((name) => placeOf.get(name) ?? -1));
    this.values = Object.fromEntries(this.names.map((name) => [name, undefined]));
    this.isKnown = this.names.map(() => false);
  }

  /** In the order of the rules. */
  outcomes(features: FeatureValues, riskScore: number): Outcome[] {
    const { names, values, isKnown, rules } = this;
    for (let place = 0; place < names.length; place++) {
      const name = names[place] ?? '';
      const value = name === 'risk_score' ? riskScore : features[name];
      values[name] = value;
      isKnown[place] = value !== undefined;
    }
    const outcomes: Outcome[] = [];
    for (let index = 0; index < rules.length; index++) outcomes.push(this.outcomeOf(index));
    return outcomes;
  }

  private outcomeOf(index: number): Outcome {
    for (const place of this.places[index] ?? []) if (this.isKnown[place] !== true) return 'unknown';
    try {
      return this.rules[index]?.test(this.values) === true ? 'fired' : 'silent';
    } catch {
      return 'unknown';
    }
  }
}

function judge(
  policy: BacktestPolicy,
  places: readonly number[],
  outcomes: readonly Outcome[],
  calibrated: number,
  pledge: BacktestPledge,
): Judged {
  const fired = policy.rules.filter(
    ({ id }, index) => outcomes[places[index] ?? -1] === 'fired' && !pledge.snoozed.includes(id),
  );
  const { action, reason, rule_label } = decided(policy, fired, calibrated, pledge);
  const by = reason === 'custom_rule' ? fired.find(({ label }) => label === rule_label) : undefined;
  return { fired, action, by };
}

const decided = (
  { thresholds }: BacktestPolicy,
  fired: readonly CompiledRule[],
  calibrated: number,
  { lists, degraded, isLate }: BacktestPledge,
) =>
  decideDisposition({ riskScore: clipped(withRules(calibrated, fired)), fired, lists, thresholds, degraded, isLate });
