import type { DispositionAction, RuleOutcome, RuleView, ShadowCounts, ShadowRule, ShadowView } from '#libs/contracts';

const mostOverlaps = 10;

/** A live pledge on which rules in shadow said something (sql/postgres/shadow/list_watched.sql). */
export interface WatchedPledge {
  readonly id: string;
  readonly occurred_at: string;
  readonly base_amount: number | null;
  readonly disposition: DispositionAction;
  readonly disposition_reason: string;
  readonly rules: readonly { readonly id: string; readonly version: number; readonly outcome: RuleOutcome }[];
  readonly label: string | null;
  readonly aged: boolean | null;
}

interface Counting {
  readonly hits: ShadowCounts;
  readonly stopped: ShadowCounts;
  readonly alone: ShadowCounts;
  readonly released: ShadowCounts;
  readonly unknown: number;
  readonly overlap: Map<string, number>;
}

const none: ShadowCounts = { pledges: 0, money: 0, fraud: 0, good: 0, fraud_money: 0, good_money: 0 };

/** Counts what rules in shadow would have done of pledges, from what was stored when these were judged. */
export class ShadowTally {
  private readonly counted: Map<string, Counting>;
  private together = none;

  constructor(private readonly rules: readonly RuleView[]) {
    this.counted = new Map(
      rules.map(({ id }) => [
        id,
        { hits: none, stopped: none, alone: none, released: none, unknown: 0, overlap: new Map() },
      ]),
    );
  }

  add(pledge: WatchedPledge): void {
    let isStopped = false;
    for (const rule of this.rules) {
      const said = pledge.rules.find(({ id, version }) => id === rule.id && version === rule.version);
      const counting = this.counted.get(rule.id);
      if (said === undefined || counting === undefined) continue;
      if (said.outcome !== 'shadow_fired') {
        this.counted.set(rule.id, { ...counting, unknown: counting.unknown + 1 });
        continue;
      }
      const { stops, alone, released } = effectOf(rule, pledge);
      isStopped ||= alone;
      for (const other of pledge.rules)
        if (other.id !== rule.id && (other.outcome === 'fired' || other.outcome === 'shadow_fired'))
          counting.overlap.set(other.id, (counting.overlap.get(other.id) ?? 0) + 1);
      this.counted.set(rule.id, {
        ...counting,
        hits: plus(counting.hits, pledge),
        stopped: stops ? plus(counting.stopped, pledge) : counting.stopped,
        alone: alone ? plus(counting.alone, pledge) : counting.alone,
        released: released ? plus(counting.released, pledge) : counting.released,
      });
    }
    if (isStopped) this.together = plus(this.together, pledge);
  }

  /** @param fraud of all pledges of the time, whether a rule said something of them or not */
  result(fraud: number, reviewMinutes: number): Pick<ShadowView, 'rules' | 'together'> {
    const rules = this.rules.flatMap((rule) => {
      const counting = this.counted.get(rule.id);
      return counting === undefined ? [] : [ruleOf(rule, counting, fraud, reviewMinutes)];
    });
    return { rules, together: this.together };
  }
}

/**
 * The order of a decision is lists, then accepting, rejecting and reviewing rules, then thresholds; a watching list comes
 * after the rules. So a rule moves what thresholds decided, or what came after it.
 */
function effectOf({ action }: RuleView, { disposition, disposition_reason: reason }: WatchedPledge) {
  const mayStop = action === 'reject' || action === 'manual_review';
  const alone = mayStop && disposition === 'accept' && reason !== 'list' && reason !== 'custom_rule';
  return {
    alone,
    stops: alone || (mayStop && disposition !== 'accept'),
    released: action === 'accept' && disposition !== 'accept' && !(disposition === 'reject' && reason === 'list'),
  };
}

function plus(counts: ShadowCounts, { base_amount, label, aged }: WatchedPledge): ShadowCounts {
  const money = base_amount ?? 0;
  const isFraud = label !== null && label !== 'not_fraud';
  const isGood = label === 'not_fraud' || (label === null && aged === true);
  return {
    pledges: counts.pledges + 1,
    money: counts.money + money,
    fraud: counts.fraud + (isFraud ? 1 : 0),
    good: counts.good + (isGood ? 1 : 0),
    fraud_money: counts.fraud_money + (isFraud ? money : 0),
    good_money: counts.good_money + (isGood ? money : 0),
  };
}

function ruleOf(
  { id, version, label, action }: RuleView,
  { overlap, unknown, ...counts }: Counting,
  fraud: number,
  reviewMinutes: number,
): ShadowRule {
  const { hits, alone } = counts;
  const reviews = action === 'manual_review' ? alone.pledges : 0;
  const share = (part: number, whole: number): number | null => (whole === 0 ? null : part / whole);
  return {
    id,
    version,
    label,
    action,
    ...counts,
    quality: { precision: share(hits.fraud, hits.fraud + hits.good), recall: share(hits.fraud, fraud) },
    reviews,
    reviewer_minutes: reviews * reviewMinutes,
    unknown,
    overlap: [...overlap]
      .map(([other, pledges]) => ({ id: other, pledges }))
      .toSorted((one, two) => two.pledges - one.pledges || (one.id < two.id ? -1 : 1))
      .slice(0, mostOverlaps),
  };
}
