import { Inject, Injectable } from '@nestjs/common';
import { Evaluation, type Subject } from '#libs/bucketing';
import type { OfrepRequest, Principal } from '#libs/contracts';
import { notFound } from '#libs/errors';
import { forcedFlags } from '../assignment/forced-flags.js';
import { requestedVariants, type Asked } from '../assignment/requested-variants.js';
import type { Snapshot } from '../snapshot/snapshot.js';
import { SnapshotService } from '../snapshot/snapshot.service.js';
import { PreparedAnswers } from './prepared-answers.js';

/** Variants that a request asks for, and who asks. */
export interface Forcing {
  readonly asked: Asked;
  readonly caller: Pick<Principal, 'kind'>;
}

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
   * @param forcing variants that the caller asks for, if any
   * @throws VerdictError `not_found` for a flag that is not published, `invalid` or `forbidden` for what is asked for
   */
  one(key: string, { context }: OfrepRequest, forcing?: Forcing): string {
    const snapshot = this.snapshots.current;
    const { payload } = snapshot.flags;
    if (!payload.flags.has(key)) throw notFound(`No flag ${key} is published.`);
    return this.answers.of(new Evaluation(payload, subjectOf(context, forcing, snapshot)).flag(key), snapshot).text;
  }

  all({ context }: OfrepRequest, forcing?: Forcing): PreparedFlags {
    const snapshot = this.snapshots.current;
    const { payload } = snapshot.flags;
    const { version } = snapshot.compiled;
    const evaluation = new Evaluation(payload, subjectOf(context, forcing, snapshot));
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
function subjectOf(context: OfrepRequest['context'], forcing: Forcing | undefined, snapshot: Snapshot): Subject {
  const { targetingKey } = context;
  const attributes = { ...context, id: targetingKey, visitor: context['visitor'] ?? targetingKey };
  if (forcing === undefined) return { attributes };
  const forced = requestedVariants(forcing.asked, forcing.caller, snapshot);
  return { attributes, forcedFlags: forcedFlags(forced, snapshot) };
}
