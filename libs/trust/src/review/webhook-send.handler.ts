import { Inject, Injectable } from '@nestjs/common';
import { CONFIG, type Config } from '#libs/config';
import { CLOCK, type Clock, type WebhookBody } from '#libs/contracts';
import { Database, DATABASE } from '#libs/postgres';
import type { JobContext, JobHandler, Schedule } from '#libs/queue';
import { DecisionReader } from './decision-reader.js';
import { post } from './webhook-post.js';
import { signatureOf, type SigningSecret } from './webhook-signature.js';

interface DueDelivery {
  readonly id: string;
  readonly webhook_id: string;
  readonly decision_id: string;
  readonly attempts: number;
  readonly created_at: Date;
  readonly url: string;
  readonly secrets: readonly SigningSecret[];
}

/** The injection token of the look for what is to be sent. */
export const WEBHOOK_SEND_SCHEDULE = Symbol('WEBHOOK_SEND_SCHEDULE');

const everySeconds = 2;
const sentAtOnce = 50;
const timeoutMs = 10_000;
const firstPauseMs = 5_000;
const longestPauseMs = 3_600_000;
const patienceMs = 3 * 86_400_000;

/**
 * Tells decisions to webhooks: signed, of each pledge in the order of its decisions, again and again with growing pauses
 * for three days. What is sent may come twice, with the same id; whoever missed something asks `GET /v1/decisions`.
 */
@Injectable()
export class WebhookSendHandler implements JobHandler {
  readonly name = 'webhook_send';
  readonly atOnce = 1;

  constructor(
    @Inject(DATABASE) private readonly database: Database,
    @Inject(DecisionReader) private readonly decisions: DecisionReader,
    @Inject(CONFIG) private readonly config: Config,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  async run(_payload: unknown, { signal }: Pick<JobContext, 'signal'>): Promise<{ delivered: number; tried: number }> {
    const counts = { delivered: 0, tried: 0 };
    for (;;) {
      signal.throwIfAborted();
      const asked = { now: new Date(this.clock.now()), row_limit: sentAtOnce };
      const due = await this.database.query<DueDelivery>('webhook/list_due', asked);
      if (due.length === 0) return counts;
      const ended = await Promise.all(due.map((delivery) => this.send(delivery)));
      counts.tried += due.length;
      counts.delivered += ended.filter(Boolean).length;
    }
  }

  /** Whether it has arrived. */
  private async send(delivery: DueDelivery): Promise<boolean> {
    const error = await this.attempt(delivery).catch((failure: unknown) => String(failure).slice(0, 500));
    const now = this.clock.now();
    const isOver = now - delivery.created_at.getTime() >= patienceMs;
    const state = error === null ? 'delivered' : isOver ? 'failed' : 'pending';
    await this.database.query('webhook/update_delivery', {
      id: delivery.id,
      state,
      next_at: new Date(now + Math.min(longestPauseMs, firstPauseMs * 2 ** delivery.attempts)),
      ended_at: state === 'pending' ? null : new Date(now),
      error,
    });
    return error === null;
  }

  /** Null, or why it has not arrived. */
  private async attempt({ id, decision_id, url, secrets }: DueDelivery): Promise<string | null> {
    const told: WebhookBody = { id, type: 'decision', decision: await this.decisions.get(decision_id) };
    const body = JSON.stringify(told);
    const status = await post({
      url: new URL(url),
      body,
      headers: {
        'content-type': 'application/json',
        'user-agent': 'verdict',
        'verdict-delivery': id,
        'verdict-signature': signatureOf(body, secrets, this.clock.now()),
      },
      anyAddress: this.config.webhookAddresses === 'any',
      timeoutMs,
    });
    return status >= 200 && status < 300 ? null : `answered ${status}`;
  }
}

export const webhookSendSchedule = (database: Database, clock: Clock): Schedule => ({
  name: 'webhook_send',
  everyMinutes: everySeconds / 60,
  prompt: true,
  payloads: async () => {
    const due = await database.maybeOne('webhook/find_due', { now: new Date(clock.now()) });
    return due === undefined ? [] : [{ payload: {}, deduplicationKey: 'all' }];
  },
});
