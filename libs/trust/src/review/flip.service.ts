import { Inject, Injectable } from '@nestjs/common';
import { CONFIG, type Config } from '#libs/config';
import type { FlipView } from '#libs/contracts';
import { notFound } from '#libs/errors';
import { Database, DATABASE } from '#libs/postgres';
import type { AssessmentRow } from '../assessment/assessment-row.js';
import { configurationOf } from '../replay/replay-configuration.js';
import { decisionInputsOf } from '../replay/decision-inputs.js';
import { decide, type DecisionInputs } from '../score/decide.js';

type Thresholds = DecisionInputs['configuration']['policy']['thresholds'];

/** What would have made another answer of a pledge's latest one: each rule that fired silenced, each threshold moved, by itself. */
@Injectable()
export class FlipService {
  constructor(
    @Inject(DATABASE) private readonly database: Database,
    @Inject(CONFIG) private readonly config: Config,
  ) {}

  /** @throws VerdictError `not_found`. */
  async of(pledge_id: string, live: boolean): Promise<FlipView> {
    const rows = await this.database.query<AssessmentRow>('assessment/list_revisions', { pledge_id, live });
    const [row] = rows;
    if (row === undefined) throw notFound('This pledge has not been scored.');
    const found = await configurationOf(this.database, row.versions, this.config.companyCurrency);
    const { evidence } = row;
    const missing = [...(evidence === null ? ['evidence'] : []), ...found.missing];
    const inputs =
      evidence === null || missing.length > 0 ? undefined : decisionInputsOf(row, evidence, found.configuration);
    return {
      pledge_id,
      revision: row.revision ?? 0,
      disposition: { action: row.disposition, reason: row.disposition_reason, rule_label: row.rule_label },
      rules: inputs === undefined ? [] : rulesOf(row, inputs),
      thresholds: inputs === undefined ? [] : thresholdsOf(row, inputs),
      missing,
    };
  }
}

const rulesOf = (row: AssessmentRow, inputs: DecisionInputs): FlipView['rules'] =>
  row.rules
    .filter(({ outcome }) => outcome === 'fired')
    .flatMap(({ id, label }) => {
      const { disposition } = decide({ ...inputs, snoozed: [...inputs.snoozed, id] }).columns;
      return disposition === row.disposition ? [] : [{ id, label, disposition }];
    });

/** Each threshold to the nearest hundredth on the score's other side, as far as the other one lets it. */
function thresholdsOf(row: AssessmentRow, inputs: DecisionInputs): FlipView['thresholds'] {
  const { thresholds } = inputs.configuration.policy;
  const below = Math.floor(row.risk_score * 100) / 100;
  const above = (Math.floor(row.risk_score * 100) + 1) / 100;
  const moves = (['review', 'reject'] as const).map((name) => ({
    name,
    to: thresholds[name] <= row.risk_score ? above : below,
  }));
  return moves.flatMap(({ name, to }) => {
    const moved: Thresholds = { ...thresholds, [name]: to };
    if (moved.review > moved.reject || to < 0 || to > 100) return [];
    const policy = { ...inputs.configuration.policy, thresholds: moved };
    const { disposition } = decide({ ...inputs, configuration: { ...inputs.configuration, policy } }).columns;
    if (disposition === row.disposition) return [];
    return [{ name: `${name}_at` as const, from: thresholds[name], to, disposition }];
  });
}
