import { Inject, Injectable, Logger } from '@nestjs/common';
import { CLOCK, newId, scoreRequestSchema, type Assessment, type Clock, type ScoreRequest } from '#libs/contracts';
import { VerdictError } from '#libs/errors';
import { problemOf, refusedItem, type Problem } from '#libs/http';
import { ScoringFigures } from './scoring-figures.js';
import { ScoringService } from './scoring.service.js';

/** What became of one pledge of a batch: the answer that it would have got alone, or the problem. */
export interface ScoredItem {
  /** Its place in the batch, from 0. */
  readonly index: number;
  readonly assessment: Assessment | null;
  /** Its pointers lead into the pledge, as if it had come alone. */
  readonly problem: Problem | null;
}

export interface ScoredBatch {
  readonly results: readonly ScoredItem[];
}

/** So many answers are being stored at a time: what one commit takes. */
const storedAtOnce = 32;

/**
 * Scores many pledges as if each had come by itself, in their order: one after the other takes its place among all that was
 * observed, so that a pledge counts those before it; they are stored together.
 */
@Injectable()
export class BatchScoringService {
  private readonly logger = new Logger(BatchScoringService.name);

  constructor(
    @Inject(ScoringService) private readonly scoring: ScoringService,
    @Inject(ScoringFigures) private readonly figures: ScoringFigures,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  async score(pledges: readonly unknown[], live: boolean): Promise<ScoredBatch> {
    const results: Promise<ScoredItem>[] = [];
    const ofPledge = new Map<string, Promise<ScoredItem>>();
    for (const [index, pledge] of pledges.entries()) {
      await results[index - storedAtOnce];
      const read = scoreRequestSchema.safeParse(pledge);
      if (!read.success) {
        results.push(Promise.resolve(this.refused(index, refusedItem(read.error.issues))));
        continue;
      }
      const { id } = read.data.pledge;
      // What a revision is compared with is stored before it.
      await ofPledge.get(id);
      const { item } = await this.begin(index, read.data, live);
      ofPledge.set(id, item);
      results.push(item);
    }
    return { results: await Promise.all(results) };
  }

  /** Waits until the pledge has its place, and no longer: its answer is on its way. */
  private async begin(index: number, body: ScoreRequest, live: boolean): Promise<{ item: Promise<ScoredItem> }> {
    const failed = (error: unknown): ScoredItem => this.refused(index, error);
    try {
      const store = await this.scoring.begin(body, live);
      return { item: store().then((assessment) => this.answered(index, assessment), failed) };
    } catch (error) {
      return { item: Promise.resolve(failed(error)) };
    }
  }

  private answered(index: number, assessment: Assessment): ScoredItem {
    this.figures.note(assessment);
    return { index, assessment, problem: null };
  }

  private refused(index: number, error: unknown): ScoredItem {
    const problem = problemOf(error, newId(this.clock));
    if (problem.status >= 500 && !(error instanceof VerdictError))
      this.logger.error({
        message: error instanceof Error ? error.message : 'A non-error was thrown.',
        instance: problem.instance,
        stack: error instanceof Error ? error.stack : undefined,
      });
    return { index, assessment: null, problem };
  }
}
