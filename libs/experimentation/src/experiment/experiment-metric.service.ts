import { Inject, Injectable } from '@nestjs/common';
import { CLOCK, type AddedMetric, type Clock, type ExperimentAnswer, type Principal } from '#libs/contracts';
import { conflict } from '#libs/errors';
import { chosenMetrics, pinsOf, requireReadable } from '../metric/chosen-metrics.js';
import { ExperimentService } from './experiment.service.js';

/** Further lines in the readout of an experiment that has started: what it was planned with stays as it is. */
@Injectable()
export class ExperimentMetricService {
  constructor(
    @Inject(ExperimentService) private readonly experiments: ExperimentService,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  /** @throws VerdictError `conflict` for a draft, and for a version that it has; `invalid` for what cannot be read */
  add(key: string, { metric, note, version }: AddedMetric, actor: Principal): Promise<ExperimentAnswer> {
    const change = { action: 'add_metric', actor, version, note } as const;
    return this.experiments.change(key, change, async (before, transaction) => {
      const { pinnedMetrics: pins, unit } = before;
      if (pins === null) throw conflict(`The experiment ${key} is a draft: PATCH its metrics instead.`);
      const chosen = await chosenMetrics(transaction, [metric]);
      requireReadable([metric], unit, chosen, () => '/metric');
      const added = pinsOf([metric], chosen, new Date(this.clock.now()));
      const there = pins.find((one) => one.metric === metric && one.version === added[0]?.version);
      if (there !== undefined)
        throw conflict(`The experiment ${key} is read by version ${there.version} of ${metric} already.`);
      return { ...before, pinnedMetrics: [...pins, ...added], version: before.version + 1 };
    });
  }
}
