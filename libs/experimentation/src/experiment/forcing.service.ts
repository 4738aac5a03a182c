import { Inject, Injectable } from '@nestjs/common';
import { canForce } from '#libs/bucketing';
import type { ExperimentForcing, ExperimentAnswer, Principal } from '#libs/contracts';
import { conflict, escapePart, invalid } from '#libs/errors';
import type { Experiment } from './experiment.js';
import { ExperimentService } from './experiment.service.js';

/** Units on which a variant is forced, so that it can be tried out before and while the experiment runs. */
@Injectable()
export class ForcingService {
  constructor(@Inject(ExperimentService) private readonly experiments: ExperimentService) {}

  /** @throws VerdictError `invalid` naming each unit, `conflict` once the experiment has ended. */
  force(key: string, { units, qa, version, note }: ExperimentForcing, actor: Principal): Promise<ExperimentAnswer> {
    return this.experiments.change(key, { action: 'force', actor, version, note }, (before) => {
      if (before.holdout !== null) throw conflict(`${key} is a holdout, and those who are in one are not chosen.`);
      if (!canForce({ state: before.state }))
        throw conflict(`The experiment ${key} is ${before.state}: everybody gets the same, and nothing is forced.`);
      checkVariants(before, units);
      return { ...before, forced: units, qa, version: before.version + 1 };
    });
  }
}

function checkVariants({ key, variants }: Experiment, units: ExperimentForcing['units']): void {
  const names = variants.map((variant) => variant.key);
  const problems = Object.entries(units).flatMap(([unit, variant]) =>
    names.includes(variant)
      ? []
      : [
          {
            pointer: `/units/${escapePart(unit)}`,
            rule: 'known_variant',
            detail: `${key} has the variants ${names.join(', ')}`,
          },
        ],
  );
  const [first] = problems;
  if (first !== undefined) throw invalid(`${first.pointer}: ${first.detail}.`, problems);
}
