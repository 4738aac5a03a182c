import { Inject, Injectable } from '@nestjs/common';
import type { Assessment } from '#libs/contracts';
import { GEO_LOOKUP, type GeoLookup } from '#libs/geo';
import type { Database } from '#libs/postgres';
import type { GeoInputs } from '#libs/scoring';
import { assessmentView, type AssessmentRow } from '../assessment/assessment-row.js';
import { SCORING_DATABASE } from './tokens.js';
import { textOf, type Subject } from './subject.js';

/** What no pledge in flight can change, and whether this body has been scored or attempted before. */
export interface PledgeFacts {
  readonly latest_id: string | null;
  readonly latest_hash: string | null;
  readonly latest_stamp: number | null;
  readonly signed_up_at: Date | null;
  readonly creator_id: string | null;
  readonly launched_at: Date | null;
  readonly creator_signed_up_at: Date | null;
  readonly attempt_stamp: number | null;
  readonly attempt_occurred_at: number | null;
  readonly attempt_epoch: number | null;
  readonly attempt_amount: number | null;
  readonly attempt_velocity: Readonly<Record<string, number>> | null;
  readonly previous_amount: number;
}

export interface GeoAnswer {
  readonly facts: GeoInputs;
  readonly version: string;
  readonly isComplete: boolean;
}

const mostWaiting = 32;

/** What is looked up about a pledge: its address in memory, its backer and project in one query. */
@Injectable()
export class Lookups {
  constructor(
    @Inject(SCORING_DATABASE) private readonly database: Database,
    @Inject(GEO_LOOKUP) private readonly geo: GeoLookup,
  ) {}

  /** Undefined at once when more answers are awaited than a database that keeps up could owe: it counts as away. */
  async facts(subject: Subject, live: boolean): Promise<PledgeFacts | undefined> {
    if (this.database.pool.waitingCount >= mostWaiting) return undefined;
    return this.database.one<PledgeFacts>('assessment/find_pledge_facts', {
      pledge_id: subject.pledgeId,
      live,
      backer_id: subject.backerId ?? null,
      project_id: subject.projectId,
      body_hash: subject.hash,
    });
  }

  async answer(id: string): Promise<Assessment> {
    return assessmentView(await this.database.one<AssessmentRow>('assessment/find_assessments', { ids: [id] }));
  }

  place(subject: Subject): GeoAnswer {
    const ip = textOf(subject.request, 'device', 'ip_address');
    return {
      facts: ip === undefined ? {} : this.geo.lookup(ip),
      version: this.geo.version().text,
      isComplete: this.geo.status().status === 'ok',
    };
  }
}
