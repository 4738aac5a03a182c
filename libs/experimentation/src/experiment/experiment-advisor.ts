import { Inject, Injectable } from '@nestjs/common';
import { CLOCK, type Clock, type SeenUnits, type UnitType, type Warning } from '#libs/contracts';
import type { Transaction } from '#libs/postgres';
import { listPending } from '../schedule/scheduled-row.js';
import { adviceOn } from './advice.js';
import type { Experiment } from './experiment.js';

const dayMs = 86_400_000;

/** Holds an experiment against what the warehouse and the other experiments say of its units. */
@Injectable()
export class ExperimentAdvisor {
  constructor(@Inject(CLOCK) private readonly clock: Clock) {}

  async on(experiment: Experiment, transaction: Transaction): Promise<Warning[]> {
    // A holdout is uneven and long on purpose, and what has ended can no longer be made wiser.
    if (experiment.holdout !== null || experiment.state === 'stopped' || experiment.state === 'decided') return [];
    const asked = { unit: experiment.unit, key: experiment.key, layer: experiment.layer?.key ?? null };
    const others = await transaction.query<{ key: string }>('experiment/list_running_experiments', asked);
    return adviceOn(experiment, {
      plannedDays: await this.plannedDays(experiment, transaction),
      dailyUnits: await dailyUnits(experiment.unit, transaction),
      others: others.map((one) => one.key),
    });
  }

  /** As the plan has them, or else the schedule. */
  private async plannedDays(
    { key, plan, startedAt }: Experiment,
    transaction: Transaction,
  ): Promise<number | undefined> {
    if (plan?.days !== undefined) return plan.days;
    const pending = await listPending({ kind: 'experiment', key }, transaction);
    const timeOf = (action: string): number | undefined => pending.find((one) => one.action === action)?.at.getTime();
    const end = timeOf('close') ?? timeOf('stop');
    const start = startedAt?.getTime() ?? timeOf('start') ?? this.clock.now();
    return end === undefined ? undefined : (end - start) / dayMs;
  }
}

async function dailyUnits(type: UnitType, transaction: Transaction): Promise<number | undefined> {
  const row = await transaction.maybeOne<{ units: SeenUnits | null }>('warehouse_status/find_units');
  const seen = row?.units?.types.find(({ unit }) => unit === type);
  return row?.units == null || seen === undefined ? undefined : seen.units / row.units.days;
}
