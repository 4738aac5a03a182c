import { Inject, Injectable } from '@nestjs/common';
import { CLOCK, idOf, newId, type Assessment, type Clock, type ScoreRequest } from '#libs/contracts';
import { canonicalJson } from '#libs/events';
import type { Entities, FeatureValues } from '#libs/scoring';
import { assessmentView } from '../assessment/assessment-row.js';
import { ConfigurationService } from '../configuration/configuration.service.js';
import { LiveVelocity } from '../velocity/live-velocity.js';
import { assemble } from './assemble.js';
import { Budget } from './budget.js';
import { refuseCardNumbers } from './card-numbers.js';
import { judge } from './evaluate.js';
import { Lookups, type PledgeFacts } from './lookups.js';
import { actOut, magicOf, type Magic } from './magic.js';
import { awayOrThrow } from './away.js';
import { Recorder } from './recorder.js';
import { entitiesOf, readSubject, type Subject } from './subject.js';
import type { Unstored } from './writer.js';

/** How a pledge stands in the order of all that was observed. Times are µs. */
interface Place extends Pick<Unstored, 'stampedBy' | 'token' | 'difference'> {
  readonly stamp: number;
  readonly epoch: number | null;
  readonly windowEnd: number;
  readonly asOf: number;
  readonly isLate: boolean;
  /** Undefined: unknown. */
  readonly velocity: FeatureValues | undefined;
}

/** Without the one step in Redis an answer is worth less than without the database's facts: it is given more time. */
const redisPatience = 2;

/** A pledge from request to explained, stored score. */
@Injectable()
export class ScoringService {
  constructor(
    @Inject(CLOCK) private readonly clock: Clock,
    @Inject(ConfigurationService) private readonly configuration: ConfigurationService,
    @Inject(Lookups) private readonly lookups: Lookups,
    @Inject(LiveVelocity) private readonly velocity: LiveVelocity,
    @Inject(Recorder) private readonly recorder: Recorder,
  ) {}

  /**
   * Scores a revision of a pledge; the body of its latest revision gives the same answer again.
   * @throws VerdictError `invalid` for a card number; `unavailable` where a test key asks for it.
   */
  async score(body: ScoreRequest, live: boolean): Promise<Assessment> {
    const store = await this.begin(body, live);
    return store();
  }

  /** The first half: the pledge has its place in the order of all that was observed, and is judged. @returns what stores it. */
  async begin(body: ScoreRequest, live: boolean): Promise<() => Promise<Assessment>> {
    refuseCardNumbers(body);
    const magic = magicOf(body.pledge.id, live);
    await actOut(magic);
    const configuration = this.configuration.current();
    const subject = readSubject(body, this.clock.now(), configuration);
    const budget = new Budget(subject.request.budgetMs ?? this.configuration.limits.budgetMs);
    const { postgresMs } = this.configuration.limits;

    const facts = await budget.within(postgresMs, () => this.lookups.facts(subject, live).catch(awayOrThrow));
    const repeated = await this.storedAnswer(subject, facts, budget);
    if (repeated !== undefined) return () => Promise.resolve(repeated);
    const entities = entitiesOf(subject, facts?.creator_id ?? undefined);
    const place = await this.place(subject, entities, facts, { live, magic, budget });

    const geo = this.lookups.place(subject);
    const evidence = { subject, entities, facts, geo, configuration, ...place, forcedScore: magic.forcedScore };
    const degraded = [
      ...(facts === undefined ? ['postgres'] : []),
      ...(place.velocity === undefined ? ['velocity'] : []),
      ...(geo.isComplete ? [] : ['geo']),
      ...(this.configuration.isKnown ? [] : ['configuration']),
      ...(configuration.lists.isComplete ? [] : ['lists']),
    ];
    const about = { ...this.identity(subject, place), live, cause: 'score', degraded, ...place };
    const row = assemble(evidence, judge(evidence), about);
    const item: Unstored = {
      row,
      entities,
      stampedBy: place.stampedBy,
      token: place.token,
      difference: place.difference,
      occurredAt: place.isLate ? place.windowEnd : null,
      velocity: place.velocity ?? {},
    };
    return async () => assessmentView((await this.recorder.record(item, budget, postgresMs)).row);
  }

  /** Of the same body under the same stamp the same, whichever process answers: a repeat is known by its id. */
  private identity({ pledgeId, hash }: Subject, { stamp, stampedBy }: Place): { id: string; createdAtMs: number } {
    if (stampedBy === 'nobody') return { id: newId(this.clock), createdAtMs: this.clock.now() };
    const createdAtMs = Math.floor(stamp / 1_000);
    return { id: idOf(createdAtMs, canonicalJson([pledgeId, hash, stamp])), createdAtMs };
  }

  private async storedAnswer(
    subject: Subject,
    facts: PledgeFacts | undefined,
    budget: Budget,
  ): Promise<Assessment | undefined> {
    if (facts?.latest_id == null || facts.latest_hash !== subject.hash) return undefined;
    const { latest_id } = facts;
    return budget.within(this.configuration.limits.postgresMs, () => this.lookups.answer(latest_id));
  }

  /** Where the pledge stands: as an attempt that was kept, or by the one step in Redis; with neither, velocity is unknown. */
  private async place(
    subject: Subject,
    entities: Entities,
    facts: PledgeFacts | undefined,
    { live, magic, budget }: { live: boolean; magic: Magic; budget: Budget },
  ): Promise<Place> {
    const attempt = attemptOf(facts);
    if (attempt !== undefined) return attempt;
    const sighted = magic.isDegraded === true ? undefined : await this.observe(subject, entities, facts, live, budget);
    if (sighted === undefined) return unplaced(subject, facts);
    return {
      stampedBy: 'store',
      token: sighted.token,
      stamp: sighted.stamp,
      epoch: sighted.epoch,
      windowEnd: sighted.occurredAt,
      asOf: sighted.stamp,
      isLate: sighted.kept.late,
      difference: sighted.difference,
      velocity: subject.tooLate ? undefined : sighted.values,
    };
  }

  private observe(subject: Subject, entities: Entities, facts: PledgeFacts | undefined, live: boolean, budget: Budget) {
    return budget.within(redisPatience * this.configuration.limits.postgresMs, () =>
      this.velocity.observe({
        mark: `pledge:${JSON.stringify(subject.pledgeId)}`,
        hash: subject.hash,
        kind: 'pledge',
        pledgeId: subject.pledgeId,
        entities,
        occurredAt: subject.lateAt,
        amount: subject.baseAmount,
        replaces: true,
        previousAmount: facts?.previous_amount ?? 0,
        read: !subject.tooLate,
        record: live,
      }),
    );
  }
}

/** An attempt of this very body that no later revision has passed keeps its stamp and values. */
function attemptOf(facts: PledgeFacts | undefined): Place | undefined {
  if (facts?.attempt_stamp == null || facts.attempt_stamp < (facts.latest_stamp ?? 0)) return undefined;
  const { attempt_stamp: stamp, attempt_occurred_at } = facts;
  const windowEnd = attempt_occurred_at ?? stamp;
  return {
    stampedBy: 'attempt',
    token: null,
    stamp,
    epoch: facts.attempt_epoch,
    windowEnd,
    asOf: stamp,
    isLate: windowEnd < stamp,
    difference: facts.attempt_amount,
    velocity: facts.attempt_velocity ?? undefined,
  };
}

/** Without Redis: now, unstamped until it is stored; its sum of money is right only if nothing of it is in flight. */
const unplaced = (subject: Subject, facts: PledgeFacts | undefined): Place => ({
  stampedBy: 'nobody',
  token: null,
  stamp: 0,
  epoch: null,
  windowEnd: subject.lateAt ?? subject.askedAt,
  asOf: subject.askedAt,
  isLate: subject.lateAt !== undefined,
  difference: subject.baseAmount === undefined ? null : subject.baseAmount - (facts?.previous_amount ?? 0),
  velocity: undefined,
});
