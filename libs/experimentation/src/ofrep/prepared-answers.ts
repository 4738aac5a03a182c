import { hash } from 'node:crypto';
import type { FlagAnswer, FlagResult } from '#libs/bucketing';
import type { Snapshot } from '../snapshot/snapshot.js';
import { ofrepSuccess } from './ofrep-success.js';

/** An answer as it is sent, and 64 bits of its digest. */
export interface PreparedAnswer {
  readonly text: string;
  readonly high: number;
  readonly low: number;
}

interface Prepared {
  /** As nearly everybody gets it: without an experiment, or by the hash of the experiment's own attribute. */
  readonly usual: PreparedAnswer | undefined;
  /** By reason and attribute. */
  readonly others: Map<string, PreparedAnswer>;
}

/**
 * Each answer is turned into text once. Answers are shared by all who get them and belong to one snapshot, so that what is
 * made of them goes when it does.
 */
export class PreparedAnswers {
  private readonly prepared = new WeakMap<FlagAnswer, Prepared>();

  of(result: FlagResult, snapshot: Snapshot): PreparedAnswer {
    const known = this.prepared.get(result.answer);
    if (isUsual(result)) {
      if (known?.usual !== undefined) return known.usual;
      const usual = prepare(result, snapshot);
      this.prepared.set(result.answer, { usual, others: known?.others ?? new Map<string, PreparedAnswer>() });
      return usual;
    }
    return this.other(result, snapshot, known);
  }

  private other(result: FlagResult, snapshot: Snapshot, known: Prepared | undefined): PreparedAnswer {
    const others = known?.others ?? new Map<string, PreparedAnswer>();
    if (known === undefined) this.prepared.set(result.answer, { usual: undefined, others });
    const name = `${result.run?.reason} ${result.run?.hashAttribute}`;
    const found = others.get(name) ?? prepare(result, snapshot);
    others.set(name, found);
    return found;
  }
}

const isUsual = ({ run }: FlagResult): boolean =>
  run === null || (run.reason === 'hashed' && run.hashAttribute === run.trial.hashAttribute);

function prepare(result: FlagResult, snapshot: Snapshot): PreparedAnswer {
  const text = JSON.stringify(ofrepSuccess(result, snapshot));
  const digest = hash('sha256', text, 'buffer');
  return { text, high: digest.readInt32BE(0), low: digest.readInt32BE(4) };
}
