import { Inject, Injectable, Logger } from '@nestjs/common';
import type { Exposure, ExposureAnswer, ExposureBatch, Principal, TracedPrincipal } from '#libs/contracts';
import { VerdictError } from '#libs/errors';
import {
  EventLog,
  RefusedEvents,
  shownInsertId,
  type EventRules,
  type PreparedEvent,
  type RefusedItem,
} from '#libs/events';
import { SnapshotService } from '../snapshot/snapshot.service.js';
import { ExposureSpool } from './exposure-spool.js';
import { holdoutExposures, standingOf, type Standing } from './exposure-standing.js';
import { ExposureRules } from './exposure-rules.js';
import { judgeExposure } from './judge-exposure.js';

/** A log that has not answered by then is treated as away: its repeats count once. */
const patienceMs = 2_000;

interface Judged {
  readonly accepted: readonly PreparedEvent[];
  /** What they tell of holdouts besides. */
  readonly ofHoldouts: readonly PreparedEvent[];
  readonly refused: readonly RefusedItem[];
}

/** Records that units met variants. Acknowledged after the log's commit, or after the spool's sync while the log is away. */
@Injectable()
export class ExposureService {
  private readonly logger = new Logger(ExposureService.name);

  constructor(
    @Inject(EventLog) private readonly log: EventLog,
    @Inject(RefusedEvents) private readonly refusedEvents: RefusedEvents,
    @Inject(SnapshotService) private readonly snapshots: SnapshotService,
    @Inject(ExposureSpool) private readonly spool: ExposureSpool,
    @Inject(ExposureRules) private readonly rules: ExposureRules,
  ) {}

  /** Each exposure is judged by itself. @throws VerdictError `unavailable` when neither log nor spool takes them. */
  async record({ exposures }: ExposureBatch, caller: Principal): Promise<ExposureAnswer> {
    const judged = this.judge(exposures, caller);
    const [written] = await Promise.all([this.keep(judged), this.keepRefused(judged.refused, caller)]);
    return { ...written, refused: shown(judged.refused) };
  }

  /** All of them or, where one is refused, none. @throws as `record` */
  async recordAll(exposures: readonly Exposure[], caller: Principal): Promise<ExposureAnswer> {
    const judged = this.judge(exposures, caller);
    if (judged.refused.length > 0) return { accepted: 0, repeated: 0, spooled: false, refused: shown(judged.refused) };
    return { ...(await this.keep(judged)), refused: [] };
  }

  private judge(exposures: readonly unknown[], caller: Principal): Judged {
    const rules = this.rules.of(caller);
    const accepted: PreparedEvent[] = [];
    const refused: RefusedItem[] = [];
    const ofHoldouts = new Map<string, PreparedEvent>();
    exposures.forEach((value, index) => {
      const verdict = judgeExposure(value, rules, this.standing);
      if ('prepared' in verdict) {
        accepted.push(verdict.prepared);
        for (const one of this.ofHoldouts(verdict.exposure, rules)) keepFirst(ofHoldouts, one);
      } else refused.push({ ...verdict.refusal, index, insert_id: insertIdOf(value), value });
    });
    return { accepted, ofHoldouts: [...ofHoldouts.values()], refused };
  }

  private async keep({ accepted, ofHoldouts }: Judged): Promise<Omit<ExposureAnswer, 'refused'>> {
    const [written] = await Promise.all([
      this.write(accepted),
      ofHoldouts.length === 0 ? undefined : this.write(ofHoldouts),
    ]);
    return written;
  }

  private async write(events: readonly PreparedEvent[]): Promise<Omit<ExposureAnswer, 'refused'>> {
    try {
      const appended = await inTime(this.log.appendPrepared(events));
      if (appended !== undefined) return { ...appended, spooled: false };
    } catch (error) {
      if (!(error instanceof VerdictError && error.kind === 'unavailable')) throw error;
    }
    await this.spool.append(events.map(({ event }) => event));
    return { accepted: events.length, repeated: 0, spooled: true };
  }

  /** For their sender to read later; the answer says it all without it. */
  private async keepRefused(refused: readonly RefusedItem[], { keyId, requestId }: TracedPrincipal): Promise<void> {
    const kept = this.refusedEvents
      .keep(refused, keyId ?? null)
      .catch((error: Error) =>
        this.logger.warn({ message: `Refused exposures could not be kept: ${error.message}`, request_id: requestId }),
      );
    await inTime(kept);
  }

  /** What a stale snapshot does not know may exist all the same. */
  private readonly standing = (exposure: Exposure): Standing => {
    if (this.snapshots.version === undefined) return 'counts';
    const standing = standingOf(exposure, this.snapshots.current);
    return standing === 'forced' || standing === 'held_out' || this.snapshots.isFresh() ? standing : 'counts';
  };

  /** They are not the caller's, so that its answer does not count them. */
  private ofHoldouts(exposure: Exposure, rules: EventRules): PreparedEvent[] {
    if (this.snapshots.version === undefined) return [];
    return holdoutExposures(exposure, this.snapshots.current).flatMap((one) => {
      const verdict = judgeExposure(one, rules, () => 'counts');
      return 'prepared' in verdict ? [verdict.prepared] : [];
    });
  }
}

/** Many experiments of one holdout are met at once, and it is met by that once: the first exposure counts. */
function keepFirst(events: Map<string, PreparedEvent>, event: PreparedEvent): void {
  const id = event.event.insert_id ?? event.identity;
  const known = events.get(id);
  if (known === undefined || event.event.time < known.event.time) events.set(id, event);
}

/** Undefined when it takes too long; it goes on all the same. */
async function inTime<Result>(work: Promise<Result>): Promise<Result | undefined> {
  let timer: NodeJS.Timeout | undefined;
  const expired = new Promise<undefined>((resolve) => (timer = setTimeout(resolve, patienceMs, undefined)));
  try {
    return await Promise.race([work, expired]);
  } finally {
    clearTimeout(timer);
  }
}

function insertIdOf(value: unknown): string | null {
  return typeof value === 'object' && value !== null && 'insert_id' in value ? shownInsertId(value.insert_id) : null;
}

const shown = (refused: readonly RefusedItem[]): ExposureAnswer['refused'] =>
  refused.map(({ value: _, ...told }) => told);
