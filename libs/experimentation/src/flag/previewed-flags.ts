import { Inject, Injectable } from '@nestjs/common';
import type { CompiledPayload } from '#libs/bucketing';
import { CLOCK, type Clock } from '#libs/contracts';
import { conflict, notFound } from '#libs/errors';
import { Database, DATABASE } from '#libs/postgres';
import { SnapshotService } from '../snapshot/snapshot.service.js';
import { compiledFlag, stickyAttributesOf } from '../snapshot/flag-snapshot.js';
import { FlagChecker } from './flag-checker.js';
import { FlagRepository } from './flag.repository.js';
import { rampedAt } from './ramp.js';

/** What a flag is evaluated by, and what its sticky experiments, and those that it depends on, know people by. */
export interface Previewed {
  readonly payload: CompiledPayload;
  readonly stickyAttributes: readonly string[];
}

/** All flags, one of them as it is published or as its draft has it. */
@Injectable()
export class PreviewedFlags {
  constructor(
    @Inject(DATABASE) private readonly database: Database,
    @Inject(CLOCK) private readonly clock: Clock,
    @Inject(FlagRepository) private readonly flags: FlagRepository,
    @Inject(FlagChecker) private readonly checker: FlagChecker,
    @Inject(SnapshotService) private readonly snapshots: SnapshotService,
  ) {}

  /** @throws VerdictError `not_found`, `conflict` where it is not published */
  async published(key: string): Promise<Previewed> {
    const { flags } = this.snapshots.current;
    if (flags.payload.flags.has(key)) return flags;
    if ((await this.flags.find(key)) === undefined) throw notFound(`No flag ${key}.`);
    throw conflict(`The flag ${key} is not published yet; its draft can be tried out.`);
  }

  /** @throws VerdictError `not_found`, `conflict` where there is no draft */
  async withDraft(key: string): Promise<Previewed> {
    const flag = await this.flags.find(key);
    if (flag === undefined) throw notFound(`No flag ${key}.`);
    if (flag.draft === null) throw conflict(`The flag ${key} has no draft to try out.`);
    const { experiments } = await this.checker.world(this.database);
    const { payload, published, stickyAttributes } = this.snapshots.current.flags;
    const draft = { key, type: flag.type, content: flag.draft, holdouts: published.get(key)?.holdouts ?? [] };
    const [ramped = draft] = rampedAt([draft], this.clock.now()).flags;
    const { compiled } = compiledFlag(ramped, experiments);
    return {
      payload: { ...payload, flags: new Map(payload.flags).set(key, compiled) },
      stickyAttributes: [...new Set([...stickyAttributes, ...stickyAttributesOf(compiled)])],
    };
  }
}
