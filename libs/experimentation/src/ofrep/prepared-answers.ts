import { hash } from 'node:crypto';
import type { FlagAnswer, FlagResult } from '#libs/bucketing';
import { isRecordable } from '../exposure/recordable-id.js';
import type { Snapshot } from '../snapshot/snapshot.js';
import { givenVariant, type GivenVariant } from './given-variant.js';
import { ofrepSuccess } from './ofrep-success.js';

/** An answer as it is sent, and 64 bits of its digest. */
export interface PreparedAnswer {
  readonly text: string;
  readonly high: number;
  readonly low: number;
}

/** Of one answer: where many experiments are met on the way there, not every combination of variants is worth its memory. */
const mostOthers = 1_000;

interface Prepared {
  /** As nearly everybody gets it: no experiment was met, or this one alone, by the hash of its own attribute, and can be recorded. */
  readonly usual: PreparedAnswer | undefined;
  /** By reason, attribute and all experiments that were met, and which of those can be recorded. */
  readonly others: Map<string, PreparedAnswer>;
}

/**
 * Each answer is turned into text once. Answers are shared by all who get them and belong to one snapshot, so that what is
 * made of them goes when it does.
 */
export class PreparedAnswers {
  private readonly prepared = new WeakMap<FlagAnswer, Prepared>();

  /** @param tellsRule whether they name the rule that gave them */
  constructor(private readonly tellsRule: boolean) {}

  /** @param forced the variants that the request asks for, by key of the flag */
  of(result: FlagResult, snapshot: Snapshot, forced?: ReadonlyMap<string, GivenVariant>): PreparedAnswer {
    const { flag, source } = result.answer;
    // Made for this request.
    if (source === 'override') return this.prepare(result, snapshot, forced?.get(flag));
    const known = this.prepared.get(result.answer);
    if (isUsual(result)) {
      if (known?.usual !== undefined) return known.usual;
      const usual = this.prepare(result, snapshot);
      this.prepared.set(result.answer, { usual, others: known?.others ?? new Map<string, PreparedAnswer>() });
      return usual;
    }
    return this.other(result, snapshot, known);
  }

  private other(result: FlagResult, snapshot: Snapshot, known: Prepared | undefined): PreparedAnswer {
    const others = known?.others ?? new Map<string, PreparedAnswer>();
    if (known === undefined) this.prepared.set(result.answer, { usual: undefined, others });
    const name = nameOf(result);
    const found = others.get(name) ?? this.prepare(result, snapshot);
    if (others.size < mostOthers) others.set(name, found);
    return found;
  }

  private prepare(
    result: FlagResult,
    snapshot: Snapshot,
    given = givenVariant(result.answer, snapshot),
  ): PreparedAnswer {
    const text = JSON.stringify(ofrepSuccess(result, snapshot, { given, tellsRule: this.tellsRule }));
    const digest = hash('sha256', text, 'buffer');
    return { text, high: digest.readInt32BE(0), low: digest.readInt32BE(4) };
  }
}

function isUsual({ run, met }: FlagResult): boolean {
  if (run === null) return met.length === 0;
  const isByHash = run.reason === 'hashed' && run.hashAttribute === run.trial.hashAttribute;
  return isByHash && met.length === 1 && met[0] === run && isRecordable(run.hashValue);
}

const nameOf = ({ run, met }: FlagResult): string =>
  [
    run?.reason,
    run?.hashAttribute,
    run !== null && isRecordable(run.hashValue),
    ...met.flatMap((one) => [one.trial.key, one.variation.key, one.hashAttribute, isRecordable(one.hashValue)]),
  ].join(' ');
