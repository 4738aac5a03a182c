import { Inject, Injectable } from '@nestjs/common';
import {
  assign,
  assignSticky,
  type Assignment,
  type CompiledExperiment,
  StickyBuckets,
  type Units,
  type UnitType,
} from '#libs/bucketing';
import type { AssignmentRequest, Principal } from '#libs/contracts';
import type { Snapshot } from '../snapshot/snapshot.js';
import { SnapshotService } from '../snapshot/snapshot.service.js';
import { requestedVariants, type Asked } from './requested-variants.js';
import { isRecordable } from '../exposure/recordable-id.js';
import { StickyMemory } from '../sticky/sticky-memory.js';

type Caller = Pick<Principal, 'kind' | 'live'>;

interface Question {
  readonly keys: readonly string[];
  readonly units: Units;
  /** Whether experiments about other types of unit are left away. */
  readonly onlyTheirs: boolean;
  /** The variant by experiment that is asked for; undefined for nearly every request. */
  readonly forced: ReadonlyMap<string, string> | undefined;
}

/** Where no sticky experiment is asked about. */
const noBuckets = new StickyBuckets([], new Set());

/**
 * Answers from the snapshot alone: no I/O, but for sticky experiments. There are few possible answers for each experiment
 * and the snapshot shares them between units, so each is turned into JSON once and an answer is their concatenation.
 */
@Injectable()
export class AssignmentService {
  private readonly texts = new WeakMap<Assignment, string>();
  /** For ids that no exposure can have. */
  private readonly unrecordable = new WeakMap<Assignment, string>();

  constructor(
    @Inject(SnapshotService) private readonly snapshots: SnapshotService,
    @Inject(StickyMemory) private readonly memory: StickyMemory,
  ) {}

  /**
   * The JSON text of an `AssignmentAnswer`. Without `experiments`: what is served to the types of unit that are given.
   *
   * @param caller what a test key is given is kept apart, and a client's key may not ask for every variant
   * @param asked variants that the caller asks for, if any
   * @throws VerdictError `invalid` or `forbidden` for variants that it cannot have
   */
  answer({ units, experiments }: AssignmentRequest, caller: Caller, asked?: Asked): string | Promise<string> {
    const snapshot = this.snapshots.current;
    const forced = asked && requestedVariants(asked, caller, snapshot);
    const { served } = snapshot;
    const keys = experiments ?? (forced === undefined ? served : [...new Set([...served, ...forced.keys()])]);
    const question = { units, keys, onlyTheirs: experiments === undefined, forced };
    if (snapshot.sticky.size === 0 || !keys.some((key) => snapshot.sticky.has(key)))
      return this.textOfAll(snapshot, question, noBuckets);
    const { live } = caller;
    const ids = Object.entries(units).map(([attribute, value = '']) => ({ live, attribute, value }));
    return this.memory.answer(ids, (buckets) => this.textOfAll(snapshot, question, buckets));
  }

  private textOfAll(
    { compiled }: Snapshot,
    { keys, units, onlyTheirs, forced }: Question,
    buckets: StickyBuckets,
  ): string {
    const refused = unrecordableOf(units);
    let list = '';
    for (const key of keys) {
      const experiment = compiled.experiments.get(key);
      if (experiment !== undefined && onlyTheirs && !isAbout(experiment, units)) continue;
      const text =
        experiment === undefined
          ? unknown(key)
          : this.textOf(
              forcedOf(experiment, units, forced) ?? assignmentOf(experiment, units, buckets),
              experiment,
              refused === undefined || !refused.has(typeOf(experiment, units)),
            );
      list = list === '' ? text : `${list},${text}`;
    }
    return `{"assignments":[${list}],"configuration_version":${compiled.version}}`;
  }

  private textOf(assignment: Assignment, { version }: CompiledExperiment, canBeRecorded: boolean): string {
    const texts = canBeRecorded ? this.texts : this.unrecordable;
    const known = texts.get(assignment);
    if (known !== undefined) return known;
    const { experiment, variant, reason, inAnalysis } = assignment;
    const text = JSON.stringify({ experiment, variant, reason, in_analysis: inAnalysis && canBeRecorded, version });
    texts.set(assignment, text);
    return text;
  }
}

/** What the request asks for, where there is a unit to give it to. */
function forcedOf({ key, unit, answers }: CompiledExperiment, units: Units, forced: Question['forced']) {
  if (forced === undefined || units[unit] === undefined) return undefined;
  return answers.forced.get(forced.get(key) ?? '');
}

function assignmentOf(experiment: CompiledExperiment, units: Units, buckets: StickyBuckets): Assignment {
  if (experiment.sticky !== null) return assignSticky(experiment, units, buckets);
  const unit = units[experiment.unit];
  return unit === undefined ? experiment.answers.wrongUnit : assign(experiment, unit);
}

/** The types of unit whose ids exposures refuse; undefined for nearly every request. */
function unrecordableOf(units: Units): ReadonlySet<string> | undefined {
  let refused: Set<string> | undefined;
  for (const type in units) if (!isRecordable(units[type as UnitType])) (refused ??= new Set()).add(type);
  return refused;
}

/** The type of unit whose id an exposure is reported with: its own, else the one that it falls back on. */
const typeOf = ({ unit, sticky }: CompiledExperiment, units: Units): string =>
  units[unit] === undefined ? (sticky?.fallback ?? unit) : unit;

const isAbout = ({ unit, sticky }: CompiledExperiment, units: Units): boolean =>
  units[unit] !== undefined || (sticky?.fallback !== undefined && units[sticky.fallback] !== undefined);

const unknown = (experiment: string): string =>
  JSON.stringify({ experiment, variant: null, reason: 'unknown_experiment', in_analysis: false, version: null });
