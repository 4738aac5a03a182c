import { CLOCK, newModelSchema, type Clock, type ModelView } from '#libs/contracts';
import type { HttpService } from '#libs/http';
import { Database, DATABASE } from '#libs/postgres';
import { defaultPolicy, emptyRuleset, score, type FeatureValues, type Model } from '#libs/scoring';
import { ModelService, ModelTrainHandler, namedModel } from '#libs/trust';
import { certifier } from './certifier.js';

const dayUs = 86_400_000_000;
const mostRows = 1_000_000;
const tolerance = 1e-9;

/** The history that models learn from. */
export interface LearntHistory {
  readonly until: Date;
  readonly days: number;
  /** In which most charge-backs have come. */
  readonly labelDelayDays: number;
}

/** Models as a service trains them, from what it has stored. */
export class CompanyModel {
  private readonly database: Database;

  constructor(
    private readonly app: HttpService,
    private readonly history: LearntHistory,
  ) {
    this.database = app.get<Database>(DATABASE, { strict: false });
  }

  async train(seed: number): Promise<ModelView> {
    const service = this.app.get(ModelService, { strict: false });
    const handler = new ModelTrainHandler(this.database, this.app.get<Clock>(CLOCK, { strict: false }));
    const { until, days, labelDelayDays } = this.history;
    const request = newModelSchema.parse({
      until: until.toISOString(),
      days,
      label_delay_days: labelDelayDays,
      seed,
    });
    const { version } = await service.train(request, certifier);
    const alone = {
      signal: new AbortController().signal,
      progress: () => undefined,
      hold: () => Promise.resolve(),
    };
    await handler.run({ version }, alone);
    return service.get(version);
  }

  /** Scores all that could be learnt from, and counts whose reasons do not give the score. */
  async reasons(version: number): Promise<{ readonly scored: number; readonly wrong: number }> {
    const model = await namedModel(this.database, `model-${version}`);
    const { days, labelDelayDays } = this.history;
    const until = this.history.until.getTime() * 1_000;
    const rows = await this.database.query<{ features: FeatureValues }>('training/list_rows', {
      cut: until,
      from_end: until - days * dayUs,
      until_end: until - labelDelayDays * dayUs,
      after_end: until - days * dayUs,
      after_id: '00000000-0000-0000-0000-000000000000',
      assume_collected: true,
      row_limit: mostRows,
    });
    const wrong = rows.filter(({ features }) => !addsUp(features, model));
    return { scored: rows.length, wrong: wrong.length };
  }
}

function addsUp(features: FeatureValues, model: Model): boolean {
  const { risk_score, risk_score_reasons } = score(features, emptyRuleset, defaultPolicy, { model });
  const total = risk_score_reasons.reduce((sum, { contribution }) => sum + contribution, 0);
  const probability = risk_score / 100;
  return Math.abs(total - Math.log(probability / (1 - probability))) < tolerance;
}
