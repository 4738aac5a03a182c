import { Inject, Injectable } from '@nestjs/common';
import { Evaluation, type CompiledPayload } from '#libs/bucketing';
import { CLOCK, type Clock, type FlagPreview, type FlagPreviewAnswer } from '#libs/contracts';
import { conflict, notFound } from '#libs/errors';
import { Database, DATABASE } from '#libs/postgres';
import { SnapshotService } from '../snapshot/snapshot.service.js';
import { compiledFlag } from '../snapshot/flag-snapshot.js';
import { FlagChecker } from './flag-checker.js';
import { FlagRepository } from './flag.repository.js';
import { rampedAt } from './ramp.js';

/** What a flag would give somebody: as it is answered by now, or as its draft would. */
@Injectable()
export class FlagPreviewService {
  constructor(
    @Inject(DATABASE) private readonly database: Database,
    @Inject(CLOCK) private readonly clock: Clock,
    @Inject(FlagRepository) private readonly flags: FlagRepository,
    @Inject(FlagChecker) private readonly checker: FlagChecker,
    @Inject(SnapshotService) private readonly snapshots: SnapshotService,
  ) {}

  /** @throws VerdictError `not_found`, `conflict` where there is nothing published, or no draft */
  async answer({ flag: key, attributes, draft }: FlagPreview): Promise<FlagPreviewAnswer> {
    const payload = draft ? await this.withDraft(key) : await this.published(key);
    const { answer, run } = new Evaluation(payload, { attributes }).flag(key);
    return {
      flag: key,
      value: answer.value ?? null,
      source: answer.source,
      rule: answer.ruleId === '' ? null : answer.ruleId,
      experiment:
        run === null
          ? null
          : {
              key: run.trial.key,
              variant: run.variation.key,
              reason: run.reason,
              bucket: run.bucket ?? null,
            },
    };
  }

  private async published(key: string): Promise<CompiledPayload> {
    const { payload } = this.snapshots.current.flags;
    if (payload.flags.has(key)) return payload;
    if ((await this.flags.find(key)) === undefined) throw notFound(`No flag ${key}.`);
    throw conflict(`The flag ${key} is not published yet; its draft can be tried out.`);
  }

  private async withDraft(key: string): Promise<CompiledPayload> {
    const flag = await this.flags.find(key);
    if (flag === undefined) throw notFound(`No flag ${key}.`);
    if (flag.draft === null) throw conflict(`The flag ${key} has no draft to try out.`);
    const { experiments } = await this.checker.world(this.database);
    const { payload, published } = this.snapshots.current.flags;
    const draft = { key, type: flag.type, content: flag.draft, holdouts: published.get(key)?.holdouts ?? [] };
    const [ramped = draft] = rampedAt([draft], this.clock.now()).flags;
    const { compiled } = compiledFlag(ramped, experiments);
    return { ...payload, flags: new Map(payload.flags).set(key, compiled) };
  }
}
