import { Inject, Injectable } from '@nestjs/common';
import { CLOCK, liveSeenBy, type Clock, type Principal, type RefusedQuery, type RefusedView } from '#libs/contracts';
import { isStorable } from '#libs/errors';
import { Database, DATABASE } from '#libs/postgres';
import { looksLikeCardNumber } from '#libs/scoring';
import type { RefusedItem } from './refusal.js';

const readableMs = 7 * 86_400_000;
const textLength = 1_000;

/** What was refused stays readable for 7 days. A value that may hold a card number is not kept, whatever the rule was. */
@Injectable()
export class RefusedEvents {
  constructor(
    @Inject(DATABASE) private readonly database: Database,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  async keep(refused: readonly RefusedItem[], keyId: string | null): Promise<void> {
    if (refused.length === 0) return;
    await this.database.query('event/insert_refused', {
      at: new Date(this.clock.now()),
      key_id: keyId,
      indexes: refused.map(({ index }) => index),
      insert_ids: refused.map(({ insert_id }) => insert_id),
      fields: refused.map(({ field }) => field),
      rules: refused.map(({ rule }) => rule),
      texts: refused.map(textOf),
    });
  }

  /** @throws VerdictError `forbidden` where the caller may not see whose events are asked for. */
  async list(query: RefusedQuery, caller: Principal): Promise<RefusedView[]> {
    return this.database.query<RefusedView>('event/list_refused', {
      live: liveSeenBy(caller, query.live),
      after: query.after,
      since: new Date(this.clock.now() - readableMs),
      row_limit: query.limit,
    });
  }
}

function textOf({ rule, value }: RefusedItem): string | null {
  const text = JSON.stringify(value) ?? '';
  if (rule === 'card_number' || looksLikeCardNumber(text)) return null;
  // Cut between characters, never within a surrogate pair.
  const cut = text.slice(0, textLength);
  return isStorable(cut) ? cut : cut.slice(0, -1);
}

/** An insert_id that may be shown again: text of a harmless length, no card number. */
export function shownInsertId(value: unknown): string | null {
  return typeof value === 'string' && value.length <= 255 && isStorable(value) && !looksLikeCardNumber(value)
    ? value
    : null;
}
