import { Inject, Injectable } from '@nestjs/common';
import { liveSeenBy, type Principal, type RuleDryRun, type RuleDryRunView } from '#libs/contracts';
import { notFound } from '#libs/errors';
import { Database, DATABASE } from '#libs/postgres';
import { explainRule, modelScore, type FeatureValues } from '#libs/scoring';
import type { AssessmentRow } from '../assessment/assessment-row.js';
import { celInputs, type ConfigurationRows } from '../configuration/configuration.js';
import { championName, namedModel } from '../model/named-model.js';
import { refusedRule } from './rule-refusal.js';

/** Tries a rule on one pledge, and keeps nothing. */
@Injectable()
export class DryRunService {
  constructor(@Inject(DATABASE) private readonly database: Database) {}

  /** @throws VerdictError `invalid` with the position of each problem; `not_found` for a pledge that was not scored. */
  async run({ rule, pledge_id, revision, features }: RuleDryRun, caller: Principal): Promise<RuleDryRunView> {
    const given = features ?? (await this.featuresOf(pledge_id ?? '', revision, liveSeenBy(caller, undefined)));
    const model = await namedModel(this.database, await championName(this.database));
    const riskScore = modelScore(model, given);
    const inputs = await this.database.query<ConfigurationRows['customInputs'][number]>(
      'custom_input/list_custom_inputs',
    );
    const explained = explainRule({ id: 'tried', ...rule }, { risk_score: riskScore, ...given }, celInputs(inputs));
    if (!explained.ok) throw refusedRule(explained.problems, '/rule');
    const { outcome, missing, parts } = explained;
    return { outcome, missing, parts };
  }

  private async featuresOf(pledge_id: string, revision: number | undefined, live: boolean): Promise<FeatureValues> {
    const rows = await this.database.query<AssessmentRow>('assessment/list_revisions', { pledge_id, live });
    const row = revision === undefined ? rows[0] : rows.find((one) => one.revision === revision);
    if (row === undefined) throw notFound('This pledge has no such revision.');
    return Object.fromEntries(Object.entries(row.features).map(([name, value]) => [name, value ?? undefined]));
  }
}
