import { Inject, Injectable } from '@nestjs/common';
import { Audit } from '#libs/access';
import { CONFIG, type Config } from '#libs/config';
import type { Actor } from '#libs/contracts';
import { notFound } from '#libs/errors';
import type { Transaction } from '#libs/postgres';
import { somebodyWasQuicker } from '../history/somebody-was-quicker.js';
import { pinExclusions } from '../exclusion/chosen-exclusions.js';
import { chosenMetrics, pinsOf } from '../metric/chosen-metrics.js';
import { viewOf, type Experiment } from './experiment.js';
import { ExperimentRepository, type NewChange } from './experiment.repository.js';

type Change = Pick<NewChange, 'action' | 'at' | 'actor' | 'note'> & {
  /** The change is refused unless it is the latest. */
  readonly version: number | undefined;
};

/** Experiments with what every change of one leaves behind: its line of history, its audit, and word to every process. */
@Injectable()
export class ExperimentBook {
  constructor(
    @Inject(ExperimentRepository) readonly experiments: ExperimentRepository,
    @Inject(Audit) private readonly audit: Audit,
    @Inject(CONFIG) private readonly config: Pick<Config, 'reportingZone'>,
  ) {}

  /** From its start on an experiment is read by what its metrics, its exclusions and the company's days are then. */
  async pins(
    { metrics, exclusions }: Experiment,
    transaction: Transaction,
  ): Promise<Pick<Experiment, 'pinnedMetrics' | 'pinnedExclusions' | 'reportingZone'>> {
    const pinnedMetrics = pinsOf(metrics, await chosenMetrics(transaction, metrics), null);
    const pinnedExclusions = await pinExclusions(transaction, exclusions, null);
    return { pinnedMetrics, pinnedExclusions, reportingZone: this.config.reportingZone };
  }

  /** @throws VerdictError `not_found` */
  async found(key: string, transaction?: Transaction): Promise<Experiment> {
    const experiment = await this.experiments.find(key, transaction);
    if (experiment === undefined) throw notFound(`No experiment ${key}.`);
    return experiment;
  }

  /** Nobody else changes it until the transaction ends. @throws VerdictError `conflict` when `version` is not the latest. */
  async locked(transaction: Transaction, key: string, version?: number): Promise<Experiment> {
    const experiment = await this.experiments.lock(key, transaction);
    if (experiment === undefined) throw notFound(`No experiment ${key}.`);
    if (version !== undefined && version !== experiment.version)
      throw somebodyWasQuicker(`The experiment ${key}`, experiment.version);
    return experiment;
  }

  /** @throws VerdictError `conflict` when the key is taken. */
  async open(transaction: Transaction, after: Experiment, actor?: Actor, note?: string): Promise<void> {
    await this.raise(transaction, after.createdAt);
    await this.experiments.insert(after, transaction);
    await this.record(transaction, { action: 'create', at: after.createdAt, actor, note, before: undefined, after });
  }

  /** A change of anything but its state, with all that a change leaves behind. Answers the experiment as it is then. */
  async change(
    transaction: Transaction,
    key: string,
    { version, ...change }: Change,
    make: (before: Experiment) => Experiment | Promise<Experiment>,
  ): Promise<Experiment> {
    const before = await this.locked(transaction, key, version);
    await this.raise(transaction, change.at);
    await this.experiments.update(await make(before), transaction);
    const after = await this.found(key, transaction);
    await this.record(transaction, { ...change, before, after });
    return after;
  }

  /** First, so that of two changes at once the second is checked against what the first has made. */
  async raise(transaction: Transaction, at: Date): Promise<void> {
    await transaction.one('configuration/raise_version', { changed_at: at });
  }

  async record(transaction: Transaction, change: NewChange): Promise<void> {
    const { action, actor, before, after } = change;
    await this.experiments.insertChange(change, transaction);
    await this.audit.record(transaction, {
      ...(actor === undefined ? {} : { actor }),
      action: `experiment.${action}`,
      subjectKind: 'experiment',
      subjectId: after.key,
      ...(before === undefined ? {} : { before: viewOf(before) }),
      after: viewOf(after),
    });
  }
}
