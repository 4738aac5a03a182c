import { Inject, Injectable } from '@nestjs/common';
import {
  CLOCK,
  type Clock,
  type ListEntryBody,
  type PolicyBody,
  type PolicyExpectation,
  type RuleView,
} from '#libs/contracts';
import { conflict } from '#libs/errors';
import { Database, DATABASE } from '#libs/postgres';
import {
  Backtest,
  emptyTally,
  type ActionSums,
  type BacktestPolicy,
  type BacktestTally,
  type Model,
} from '#libs/scoring';
import { compiledPolicy } from '../backtest/compiled-policy.js';
import { historicPledge, type HistoryRow } from '../backtest/history.js';
import { celInputs, type ConfigurationRows, type RunningRule } from '../configuration/configuration.js';
import type { PolicyRow } from '../configuration/configuration.repository.js';
import { modelName } from '../model/machine-model.js';
import { findModel } from '../model/model.repository.js';
import { championName, namedModel } from '../model/named-model.js';

const dayMs = 86_400_000;
const days = 7;
const sampleRows = 5_000;
/** Pledges that are judged in one go: others are heard in between. */
const portion = 200;

/** What a change of the policy would do a day, by a sample of the live pledges of the last week. */
@Injectable()
export class Expectations {
  constructor(
    @Inject(DATABASE) private readonly database: Database,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  /** Of a rule that goes live, as it is now. */
  async ofRule(rule: RuleView): Promise<PolicyExpectation> {
    const { rules, thresholds } = await this.present();
    const others = rules.filter(({ id }) => id !== rule.id);
    return this.compare(
      { rules: [...others, { ...rule, state: 'live' }], thresholds },
      { rules: others, thresholds },
      { rule: rule.id },
    );
  }

  async ofThresholds(policy: PolicyBody): Promise<PolicyExpectation> {
    const { rules, thresholds } = await this.present();
    return this.compare({ rules, thresholds: policy }, { rules, thresholds });
  }

  /** Of a trained model that decides in place of the one of now. @throws VerdictError `not_found`; `conflict` before it is trained */
  async ofModel(version: number): Promise<PolicyExpectation> {
    const model = await findModel(this.database, version);
    if (model.finished_at === null) throw conflict(`Model ${version} is not trained: its training is ${model.state}.`);
    const present = await this.present();
    return this.compare(present, present, { champion: await namedModel(this.database, modelName(version)) });
  }

  /** Of an entry whose value is canonical. What it would move is not said: an allowing one releases, a blocking one stops. */
  async ofEntry({ kind, list, value }: Pick<ListEntryBody, 'kind' | 'list' | 'value'>): Promise<PolicyExpectation> {
    const { pledges, money } = await this.touched(kind, [value]);
    const aDay = pledges / days;
    return {
      sample: pledges,
      pledges: aDay,
      hits: aDay,
      reviews: list === 'watch' ? aDay : null,
      rejects: list === 'block' ? aDay : null,
      money_stopped: list === 'allow' ? null : money / days,
    };
  }

  /** Live pledges of the last week that entries of these canonical values touch. */
  touched(kind: ListEntryBody['kind'], values: readonly string[]): Promise<{ pledges: number; money: number }> {
    const from_time = new Date(this.clock.now() - days * dayMs);
    return this.database.one('list/count_touched', { kind, values, from_time });
  }

  private async present(): Promise<Compared> {
    const [running, policy] = await Promise.all([
      this.database.query<RunningRule>('rule/list_running_rules'),
      this.database.one<PolicyRow>('policy/find_policy'),
    ]);
    return { rules: running.filter(({ state }) => state === 'live'), thresholds: policy };
  }

  private async compare(
    candidate: Compared,
    baseline: Compared,
    { rule, champion }: Changed = {},
  ): Promise<PolicyExpectation> {
    const now = this.clock.now();
    const [rows, inputs] = await Promise.all([
      this.database.query<HistoryRow & { readonly pledges: number }>('backtest/sample_pledges', {
        from_time: new Date(now - days * dayMs),
        to_time: new Date(now),
        row_limit: sampleRows,
      }),
      this.database.query<ConfigurationRows['customInputs'][number]>('custom_input/list_custom_inputs'),
    ]);
    const compiled = ({ rules, thresholds }: Compared): BacktestPolicy =>
      compiledPolicy(rules, thresholds, celInputs(inputs));
    const [after, before] = [compiled(candidate), compiled(baseline)];
    const [first] = rows;
    if (first === undefined)
      return { sample: 0, pledges: 0, hits: null, reviews: null, rejects: null, money_stopped: null };
    const model = await namedModel(this.database, await championName(this.database));
    const tally = await tallyOf(rows, after, before, model);
    // Another model is another run: both policies of one are judged by the same.
    const then = champion === undefined ? tally : await tallyOf(rows, after, before, champion);
    const aDay = (number: number): number => (number * first.pledges) / rows.length / days;
    const more = (of: (sums: ActionSums) => number): number => aDay(of(then.candidate) - of(tally.baseline));
    return {
      sample: rows.length,
      pledges: aDay(rows.length),
      hits: rule === undefined ? null : aDay(tally.rules[rule]?.hits.pledges ?? 0),
      reviews: more(({ manual_review }) => manual_review.pledges),
      rejects: more(({ reject }) => reject.pledges),
      money_stopped: more(({ manual_review, reject }) => manual_review.money + reject.money),
    };
  }
}

async function tallyOf(
  rows: readonly HistoryRow[],
  after: BacktestPolicy,
  before: BacktestPolicy,
  model: Model,
): Promise<BacktestTally> {
  const tally = emptyTally(after);
  const backtest = new Backtest(after, before, model, tally);
  for (const [index, row] of rows.entries()) {
    if (index % portion === portion - 1) await new Promise<void>((resolve) => void setImmediate(resolve));
    backtest.add(historicPledge(row));
  }
  return tally;
}

/** What a change is of. */
interface Changed {
  readonly rule?: string;
  /** Decides in the candidate. */
  readonly champion?: Model;
}

interface Compared {
  readonly rules: readonly RunningRule[];
  readonly thresholds: PolicyBody;
}
