import { Inject, Injectable } from '@nestjs/common';
import { Evaluation, type Subject } from '#libs/bucketing';
import type { OfrepRequest } from '#libs/contracts';
import { notFound } from '#libs/errors';
import { SnapshotService } from '../snapshot/snapshot.service.js';
import { PreparedAnswers } from './prepared-answers.js';

/** What all flags give. */
export interface PreparedFlags {
  /** JSON of the protocol's `flags`, and of its `metadata`, as fields of an object. */
  readonly fields: string;
  /** The same for the same fields, in every process. */
  readonly digest: string;
}

const prime = 0x0100_0193;

/** The OpenFeature Remote Evaluation Protocol: from the snapshot alone, no I/O, and nothing turned into JSON twice. */
@Injectable()
export class OfrepService {
  private readonly answers = new PreparedAnswers();

  constructor(@Inject(SnapshotService) private readonly snapshots: SnapshotService) {}

  /**
   * The JSON text of an `OfrepSuccess`.
   * @throws VerdictError `not_found` for a flag that is not published
   */
  one(key: string, { context }: OfrepRequest): string {
    const snapshot = this.snapshots.current;
    const { payload } = snapshot.flags;
    if (!payload.flags.has(key)) throw notFound(`No flag ${key} is published.`);
    return this.answers.of(new Evaluation(payload, subjectOf(context)).flag(key), snapshot).text;
  }

  all({ context }: OfrepRequest): PreparedFlags {
    const snapshot = this.snapshots.current;
    const { payload } = snapshot.flags;
    const { version } = snapshot.compiled;
    const evaluation = new Evaluation(payload, subjectOf(context));
    let list = '';
    let [high, low] = [version, version];
    for (const key of payload.flags.keys()) {
      const answer = this.answers.of(evaluation.flag(key), snapshot);
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

/** A visitor unless another is named, so that an experiment about visitors needs nothing more. */
const subjectOf = (context: OfrepRequest['context']): Subject => {
  const { targetingKey } = context;
  return { attributes: { ...context, id: targetingKey, visitor: context['visitor'] ?? targetingKey } };
};
