import { Inject, Injectable } from '@nestjs/common';
import {
  assign,
  assignSticky,
  type Assignment,
  type CompiledExperiment,
  type StickyBuckets,
  type Units,
} from '#libs/bucketing';
import type { AssignmentRequest } from '#libs/contracts';
import type { Snapshot } from '../snapshot/snapshot.js';
import { SnapshotService } from '../snapshot/snapshot.service.js';
import { StickyMemory } from '../sticky/sticky-memory.js';

/**
 * Answers from the snapshot alone: no I/O, but for sticky experiments. There are few possible answers for each experiment
 * and the snapshot shares them between units, so each is turned into JSON once and an answer is their concatenation.
 */
@Injectable()
export class AssignmentService {
  private readonly texts = new WeakMap<Assignment, string>();

  constructor(
    @Inject(SnapshotService) private readonly snapshots: SnapshotService,
    @Inject(StickyMemory) private readonly memory: StickyMemory,
  ) {}

  /**
   * The JSON text of an `AssignmentAnswer`. Without `experiments`: what is served to the types of unit that are given.
   *
   * @param live whether the caller's key is live: what a test key is given is kept apart
   */
  answer({ units, experiments }: AssignmentRequest, live: boolean): string | Promise<string> {
    const snapshot = this.snapshots.current;
    const keys = experiments ?? snapshot.served;
    const onlyTheirs = experiments === undefined;
    if (snapshot.sticky.size === 0 || !keys.some((key) => snapshot.sticky.has(key)))
      return this.textOfAll(snapshot, keys, units, onlyTheirs, null);
    const ids = Object.entries(units).map(([attribute, value = '']) => ({ live, attribute, value }));
    return this.memory.answer(ids, (buckets, remembered) =>
      this.textOfAll(snapshot, keys, units, onlyTheirs, remembered ? buckets : null),
    );
  }

  private textOfAll(
    { compiled }: Snapshot,
    keys: readonly string[],
    units: Units,
    onlyTheirs: boolean,
    buckets: StickyBuckets | null,
  ): string {
    let list = '';
    for (const key of keys) {
      const experiment = compiled.experiments.get(key);
      if (experiment !== undefined && onlyTheirs && !isAbout(experiment, units)) continue;
      const text =
        experiment === undefined ? unknown(key) : this.textOf(assignmentOf(experiment, units, buckets), experiment);
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

function assignmentOf(experiment: CompiledExperiment, units: Units, buckets: StickyBuckets | null): Assignment {
  if (experiment.sticky !== null) return assignSticky(experiment, units, buckets);
  const unit = units[experiment.unit];
  return unit === undefined ? experiment.answers.wrongUnit : assign(experiment, unit);
}

const isAbout = ({ unit, sticky }: CompiledExperiment, units: Units): boolean =>
  units[unit] !== undefined || (sticky?.fallback !== undefined && units[sticky.fallback] !== undefined);

const unknown = (experiment: string): string =>
  JSON.stringify({ experiment, variant: null, reason: 'unknown_experiment', in_analysis: false, version: null });
