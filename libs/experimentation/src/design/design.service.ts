import { Inject, Injectable } from '@nestjs/common';
import type { DesignHelp, DesignQuery, EffectSize, MetricDefinition, NoDesign, UnitType } from '#libs/contracts';
import { invalid, notFound } from '#libs/errors';
import { Database, DATABASE } from '#libs/postgres';
import { certificateView } from '../certificate/certificate-view.js';
import { listCertificates } from '../certificate/certificate.repository.js';
import { chosenMetrics } from '../metric/chosen-metrics.js';
import { designOf } from './design.js';

/** Helps with an experiment that is not made yet, from what its metric was: the warehouse is not asked while somebody waits. */
@Injectable()
export class DesignService {
  constructor(@Inject(DATABASE) private readonly database: Database) {}

  /** @throws VerdictError `not_found`, `invalid` naming the parameter */
  async help(key: string, asked: DesignQuery): Promise<DesignHelp | NoDesign> {
    const metric = (await chosenMetrics(this.database, [key])).get(key);
    if (metric === undefined) throw notFound(`No metric ${key}.`);
    const { definition, units, version } = metric;
    const unit = unitOf(key, units, asked.unit);
    const minimumEffect = effectOf(key, definition, asked.minimum_effect);
    const [found] = await listCertificates(this.database, key, { unit, limit: 1 });
    if (found === undefined) return noDesign(key, unit);
    const designed = {
      metric: key,
      kind: definition.kind,
      windowDays: definition.window_days,
      minimumEffect,
      certificate: certificateView(found),
    };
    return { ...designOf(designed, asked), version };
  }
}

const noDesign = (metric: string, unit: UnitType): NoDesign => ({
  kind: 'no_history',
  metric,
  unit,
  next_step: `What ${metric} was of a ${unit} has not been read yet: POST /v1/metrics/${metric}/certificates reads it.`,
});

function unitOf(key: string, units: readonly UnitType[], given: UnitType | undefined): UnitType {
  const unit = given ?? units[0];
  if (unit !== undefined && units.includes(unit)) return unit;
  const detail = `the metric ${key} is of ${units.length === 0 ? 'nobody' : units.join(' and ')}`;
  throw invalid(`?unit: ${detail}.`, [{ pointer: '?unit', rule: 'unit', detail }]);
}

/** As it was given, or else that of interest, which the metric says. */
function effectOf(key: string, { minimum_effect }: MetricDefinition, given: number | undefined): EffectSize {
  if (given !== undefined) return { kind: 'relative', value: given };
  if (minimum_effect !== null) return minimum_effect;
  const detail = `the metric ${key} names no smallest effect of interest: say it, 0.05 is five percent`;
  throw invalid(`?minimum_effect: ${detail}.`, [{ pointer: '?minimum_effect', rule: 'required', detail }]);
}
