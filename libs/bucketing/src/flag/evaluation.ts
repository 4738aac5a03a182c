import { positionOf } from '../hash/hash.js';
import type { SavedGroups } from '../condition/condition.js';
import type { CompiledFlag, ExperimentRule, ForceRule, Rollout } from './compile-flag.js';
import type { CompiledTrial, Prerequisite } from './compile-trial.js';
import type { CompiledPayload } from './payload.js';
import { plainResult } from './result.js';
import type { FlagResult, Run } from './result.js';
import { isFilteredOut, runTrial } from './run-trial.js';
import type { Surroundings } from './run-trial.js';
import { hashedText, unitIdOf } from './subject.js';
import type { Subject } from './subject.js';

/** Prerequisites of prerequisites, on one way; a longer way is taken for a cycle. */
const DEEPEST_PREREQUISITE = 64;

interface Remembered {
  readonly result: FlagResult;
  /** Flags on the longest way down from it, itself included. */
  readonly height: number;
}

/**
 * What the flags and experiments of a payload give one subject. One for each request: what prerequisites give is
 * remembered, so that each is evaluated once however many flags name it.
 *
 * Source: the GrowthBook SDK specification, `evalFeature`.
 */
export class Evaluation implements Surroundings {
  readonly groups: SavedGroups;
  private readonly within = new Set<CompiledFlag>();
  private remembered: Map<CompiledFlag, Remembered> | undefined;
  /** Of the prerequisites that the flag under evaluation has asked for so far, the longest way down. */
  private height = 0;
  private tooDeep = false;
  /** Experiments that the subject met on the way through the flag under evaluation. */
  private met: Run[] | undefined;

  constructor(
    private readonly payload: CompiledPayload,
    readonly subject: Subject,
  ) {
    this.groups = payload.groups;
  }

  /** What a flag gives. Never throws: a flag that nobody knows gives null. */
  flag(key: string): FlagResult {
    const forced = this.subject.forcedFlags;
    if (forced?.has(key) === true) return plainResult(key, forced.get(key), 'override');
    const flag = this.payload.flags.get(key);
    return flag === undefined ? plainResult(key, null, 'unknownFeature') : this.evaluate(flag);
  }

  /** What an experiment that stands alone gives. */
  trial(trial: CompiledTrial): Run {
    return runTrial(trial, this);
  }

  prerequisite(key: string): FlagResult {
    const flag = this.payload.flags.get(key);
    if (flag === undefined || this.subject.forcedFlags?.has(key) === true) return this.flag(key);
    if (this.within.has(flag)) return flag.cyclic;
    const known = this.remembered?.get(flag);
    // The same whether it was asked for before or not: what is remembered is as far down as it was.
    if (this.within.size + (known?.height ?? 1) > DEEPEST_PREREQUISITE) {
      this.tooDeep = true;
      return flag.cyclic;
    }
    const { result, height } = known ?? this.remember(flag);
    this.height = Math.max(this.height, height);
    return result;
  }

  private remember(flag: CompiledFlag): Remembered {
    const before = this.height;
    this.height = 0;
    const result = this.evaluate(flag);
    const found = { result, height: this.height + 1 };
    this.height = before;
    // From elsewhere the way may be short enough: only what holds from everywhere is remembered.
    if (!this.tooDeep) (this.remembered ??= new Map<CompiledFlag, Remembered>()).set(flag, found);
    return found;
  }

  private evaluate(flag: CompiledFlag): FlagResult {
    if (flag.rules.length === 0) return flag.byDefault;
    if (this.within.size === 0) this.tooDeep = false;
    const outer = this.met;
    this.met = undefined;
    this.within.add(flag);
    const result = this.firstOf(flag);
    this.within.delete(flag);
    const met = this.met ?? result.met;
    this.met = outer;
    return met === result.met ? result : { ...result, met };
  }

  /** The first rule that gives something. */
  private firstOf(flag: CompiledFlag): FlagResult {
    for (const rule of flag.rules) {
      const gate = this.passes(rule.prerequisites, flag);
      if (gate === 'next') continue;
      if (gate !== 'passed') return gate;
      if (isFilteredOut(rule.filters, this.subject) || rule.kind === 'gate') continue;
      const result = rule.kind === 'force' ? this.forced(rule) : this.experiment(rule);
      if (result !== undefined) return result;
    }
    return flag.byDefault;
  }

  private passes(prerequisites: readonly Prerequisite[], flag: CompiledFlag): FlagResult | 'passed' | 'next' {
    for (const { flag: key, condition, gate } of prerequisites) {
      const { answer, met } = this.prerequisite(key);
      for (const run of met) this.meet(run);
      if (answer.source === 'cyclicPrerequisite') return flag.cyclic;
      if (condition({ value: answer.value }, this.groups)) continue;
      return gate ? flag.blocked : 'next';
    }
    return 'passed';
  }

  private meet(run: Run): readonly Run[] {
    this.met ??= [];
    if (!this.met.includes(run)) this.met.push(run);
    return this.met;
  }

  private forced({ condition, rollout, result }: ForceRule): FlagResult | undefined {
    if (condition !== undefined && !condition(this.subject.attributes, this.groups)) return undefined;
    return rollout === undefined || this.isIn(rollout) ? result : undefined;
  }

  private isIn({ hash, attribute, fallback, holds, nobody }: Rollout): boolean {
    if (nobody || hash === null) return false;
    const { value } = unitIdOf(this.subject, attribute, this.subject.sticky === undefined ? undefined : fallback);
    return value !== '' && holds(positionOf(hash, hashedText(value)));
  }

  private experiment({ trial, answers }: ExperimentRule): FlagResult | undefined {
    const run = runTrial(trial, this);
    if (!run.inExperiment) return undefined;
    const met = run.hashUsed ? this.meet(run) : (this.met ?? NONE);
    const answer = answers[run.variation.index];
    return run.variation.passthrough || answer === undefined ? undefined : { answer, run, met };
  }
}

const NONE: readonly Run[] = Object.freeze([]);
