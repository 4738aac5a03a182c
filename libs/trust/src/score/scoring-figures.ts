import { Inject, Injectable } from '@nestjs/common';
import type { Assessment } from '#libs/contracts';
import { Metrics } from '#libs/http';

/** What an engineer on call sees of scoring: dispositions, and the share that was degraded, by what. */
@Injectable()
export class ScoringFigures {
  private readonly assessed;
  private readonly degraded;

  constructor(@Inject(Metrics) metrics: Metrics) {
    this.assessed = metrics.counter('verdict_pledge_assessments_total', 'Answers to scoring, by disposition.', [
      'disposition',
    ]);
    this.degraded = metrics.counter(
      'verdict_pledge_assessments_degraded_total',
      'Degraded answers, by what was missing.',
      ['missing'],
    );
  }

  /** Live answers only. */
  note(answer: Assessment): void {
    if (!answer.live) return;
    this.assessed.inc({ disposition: answer.disposition.action });
    for (const missing of answer.degraded) this.degraded.inc({ missing });
  }
}
