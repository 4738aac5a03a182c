import { Inject, Injectable } from '@nestjs/common';
import { Evaluation, type Subject } from '#libs/bucketing';
import type { OfrepRequest, Principal } from '#libs/contracts';
import { notFound } from '#libs/errors';
import { forcedFlags, type ForcedFlag } from '../assignment/forced-flags.js';
import { requestedVariants, type Asked } from '../assignment/requested-variants.js';
import { attributesOf } from '../flag/openfeature-context.js';
import { Turns } from '../flag/turns.js';
import type { Snapshot } from '../snapshot/snapshot.js';
import { SnapshotService } from '../snapshot/snapshot.service.js';
import { stickyIds } from '../sticky/sticky-id.js';
import { StickyMemory } from '../sticky/sticky-memory.js';
import { PreparedAnswers } from './prepared-answers.js';

/** What a test key is given is kept apart, and a client's key may not ask for every variant. */
type Caller = Pick<Principal, 'kind' | 'live'>;

/** What all flags give. */
export interface PreparedFlags {
  /** JSON of the protocol's `flags`, and of its `metadata`, as fields of an object. */
  readonly fields: string;
  /** The same for the same fields, in every process. */
  readonly digest: string;
}

/** By key of the flag; undefined for nearly every request. */
type Forced = ReadonlyMap<string, ForcedFlag> | undefined;

const prime = 0x0100_0193;

/**
 * The OpenFeature Remote Evaluation Protocol: from the snapshot alone, no I/O but for sticky experiments, and nothing turned
 * into JSON twice.
 */
@Injectable()
export class OfrepService {
  private readonly answers = new PreparedAnswers(true);
  /** A client's key is everybody's, and learns nothing of the rules. */
  private readonly clientAnswers = new PreparedAnswers(false);

  constructor(
    @Inject(SnapshotService) private readonly snapshots: SnapshotService,
    @Inject(StickyMemory) private readonly memory: StickyMemory,
    @Inject(Turns) private readonly turns: Turns,
  ) {}

  /**
   * The JSON text of an `OfrepSuccess`.
   * @param asked variants that the caller asks for, if any
   * @throws VerdictError `not_found` for a flag that is not published, `invalid` or `forbidden` for what is asked for
   */
  one(key: string, { context }: OfrepRequest, caller: Caller, asked?: Asked): string | Promise<string> {
    const snapshot = this.snapshots.current;
    if (!snapshot.flags.payload.flags.has(key)) throw notFound(`No flag ${key} is published.`);
    const forced = forcedBy(asked, caller, snapshot);
    return this.evaluate(
      snapshot,
      subjectOf(context, forced),
      caller,
      (evaluation) => this.answersFor(caller).of(evaluation.flag(key), snapshot, forced).text,
    );
  }

  all(request: OfrepRequest, caller: Caller, asked?: Asked): PreparedFlags | Promise<PreparedFlags> {
    return this.turns.take(this.snapshots.current.flags.payload.flags.size, () => this.allNow(request, caller, asked));
  }

  private allNow({ context }: OfrepRequest, caller: Caller, asked?: Asked): PreparedFlags | Promise<PreparedFlags> {
    const snapshot = this.snapshots.current;
    const forced = forcedBy(asked, caller, snapshot);
    return this.evaluate(snapshot, subjectOf(context, forced), caller, (evaluation) =>
      this.join(evaluation, snapshot, this.answersFor(caller), forced),
    );
  }

  private evaluate<Result>(
    { flags: { payload, stickyAttributes } }: Snapshot,
    subject: Subject,
    { live }: Caller,
    answer: (evaluation: Evaluation) => Result,
  ): Result | Promise<Result> {
    if (stickyAttributes.length === 0) return answer(new Evaluation(payload, subject));
    return this.memory.answer(stickyIds(subject.attributes, stickyAttributes, live), (sticky) =>
      answer(new Evaluation(payload, { ...subject, sticky })),
    );
  }

  private answersFor({ kind }: Caller): PreparedAnswers {
    return kind === 'client' ? this.clientAnswers : this.answers;
  }

  private join(evaluation: Evaluation, snapshot: Snapshot, answers: PreparedAnswers, forced: Forced): PreparedFlags {
    const { version } = snapshot.compiled;
    let list = '';
    let [high, low] = [version, version];
    for (const key of snapshot.flags.payload.flags.keys()) {
      const answer = answers.of(evaluation.flag(key), snapshot, forced);
      list = list === '' ? answer.text : `${list},${answer.text}`;
      high = Math.imul(high ^ answer.high, prime);
      low = Math.imul(low ^ answer.low, prime);
    }
    return {
      fields: `"flags":[${list}],"metadata":{"configuration_version":${version}}`,
      digest: `${(high >>> 0).toString(36)}${(low >>> 0).toString(36)}`,
    };
  }
}

const forcedBy = (asked: Asked | undefined, caller: Caller, snapshot: Snapshot): Forced =>
  asked && forcedFlags(requestedVariants(asked, caller, snapshot), snapshot);

function subjectOf(context: OfrepRequest['context'], forced: Forced): Subject {
  const attributes = attributesOf(context);
  if (forced === undefined) return { attributes };
  return { attributes, forcedFlags: new Map([...forced].map(([flag, { value }]) => [flag, value])) };
}
