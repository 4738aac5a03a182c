import type { PullQuarantine } from '#libs/contracts';
import { invalid } from '#libs/errors';
import { LineProblem } from '../import/line-problem.js';
import type { SourcePlace } from '../reader/source-reader.js';

/** So many rows without a good one at the beginning are a wrong definition, not bad rows. */
const hopeless = 1_000;
const mostShown = 1_000;

/** Rows of one pull: the good are counted, the others are left aside with the rule that they break. */
export class LeftAside {
  /** The first of them. */
  readonly shown: PullQuarantine[] = [];
  count = 0;
  private good = 0;

  /** What `make` makes of a row; undefined where it breaks a rule. @throws VerdictError `invalid` when nothing is good */
  take<Made>(place: SourcePlace, make: () => Made): Made | undefined {
    try {
      return this.keep(make());
    } catch (error) {
      if (!(error instanceof LineProblem)) throw error;
      this.leave(place, error);
      return undefined;
    }
  }

  /** A good row that was made elsewhere. */
  keep<Made>(made: Made): Made {
    this.good++;
    return made;
  }

  leave({ object, line }: SourcePlace, { field, rule, detail }: Pick<LineProblem, 'field' | 'rule' | 'detail'>): void {
    this.count++;
    if (this.shown.length < mostShown) this.shown.push({ object, line, field, rule, detail });
    if (this.good > 0 || this.count < hopeless) return;
    const where = object === null ? `row ${line}` : `line ${line} of ${object}`;
    throw invalid(`None of the first ${hopeless} rows is good; ${where}: ${field ?? 'the line'} is ${detail}.`);
  }
}
