import { Inject, Injectable } from '@nestjs/common';
import { assign, type Assignment, type CompiledExperiment } from '#libs/bucketing';
import type { AssignmentRequest } from '#libs/contracts';
import { SnapshotService } from '../snapshot/snapshot.service.js';

/**
 * Answers from the snapshot alone: no I/O. There are few possible answers for each experiment and the snapshot shares
 * them between units, so each is turned into JSON once and an answer is their concatenation.
 */
@Injectable()
export class AssignmentService {
  private readonly texts = new WeakMap<Assignment, string>();

  constructor(@Inject(SnapshotService) private readonly snapshots: SnapshotService) {}

  /** The JSON text of an `AssignmentAnswer`. Without `experiments`: what is served to the types of unit that are given. */
  answer({ units, experiments }: AssignmentRequest): string {
    const { compiled, served } = this.snapshots.current;
    let list = '';
    for (const key of experiments ?? served) {
      const experiment = compiled.experiments.get(key);
      const unit = experiment === undefined ? undefined : units[experiment.unit];
      if (experiment !== undefined && unit === undefined && experiments === undefined) continue;
      const text =
        experiment === undefined
          ? unknown(key)
          : this.textOf(unit === undefined ? experiment.answers.wrongUnit : assign(experiment, unit), experiment);
      list = list === '' ? text : `${list},${text}`;
    }
    return `{"assignments":[${list}],"configuration_version":${compiled.version}}`;
  }

  private textOf(assignment: Assignment, { version }: CompiledExperiment): string {
    const known = this.texts.get(assignment);
    if (known !== undefined) return known;
    const { experiment, variant, reason, inAnalysis: in_analysis } = assignment;
    const text = JSON.stringify({ experiment, variant, reason, in_analysis, version });
    this.texts.set(assignment, text);
    return text;
  }
}

const unknown = (experiment: string): string =>
  JSON.stringify({ experiment, variant: null, reason: 'unknown_experiment', in_analysis: false, version: null });
