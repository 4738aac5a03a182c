import { Inject, Injectable } from '@nestjs/common';
import { randomBytes } from 'node:crypto';
import { Audit } from '#libs/access';
import { CONFIG, type Config } from '#libs/config';
import {
  CLOCK,
  newId,
  type Clock,
  type NewWebhook,
  type Principal,
  type WebhookDelivery,
  type WebhookRotation,
  type WebhookSecret,
  type WebhookView,
} from '#libs/contracts';
import { invalid, notFound } from '#libs/errors';
import { parseIp } from '#libs/ip';
import { Database, DATABASE, type Transaction } from '#libs/postgres';
import { isPublicAddress } from './webhook-post.js';
import { signingNow, type SigningSecret } from './webhook-signature.js';

const deliveriesShown = 200;
const newSecret = (): string => `whsec_${randomBytes(32).toString('base64url')}`;

/** Where decisions are told: hosts that an admin has set, each with secrets that can be changed while it runs. */
@Injectable()
export class WebhookService {
  constructor(
    @Inject(DATABASE) private readonly database: Database,
    @Inject(CONFIG) private readonly config: Config,
    @Inject(Audit) private readonly audit: Audit,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  list(): Promise<WebhookView[]> {
    return this.database.query<WebhookView>('webhook/list_webhooks', { now: this.now() });
  }

  /** @throws VerdictError `invalid` for an address that is not of the public internet, unless such are allowed. */
  create({ url }: NewWebhook, actor: Principal): Promise<WebhookSecret> {
    this.refusePrivate(url);
    const id = newId(this.clock);
    const secret = newSecret();
    return this.database.transaction(async (transaction) => {
      await transaction.query('webhook/insert_webhook', {
        id,
        url,
        secrets: JSON.stringify([{ secret, ends_at: null }]),
        created_at: this.now(),
        created_by: actor.name,
      });
      await this.record(transaction, 'webhook.add', id, { url }, actor);
      return { id, secret };
    });
  }

  /** A new secret; the old ones sign beside it until the overlap is over. @throws VerdictError `not_found`. */
  rotate(id: string, { overlap_seconds }: WebhookRotation, actor: Principal): Promise<WebhookSecret> {
    return this.database.transaction(async (transaction) => {
      const held = await transaction.maybeOne<{ secrets: SigningSecret[] }>('webhook/lock_webhook', { id });
      if (held === undefined) throw notFound('There is no webhook of this id.');
      const now = this.clock.now();
      const end = new Date(now + overlap_seconds * 1_000).toISOString();
      const old = signingNow(held.secrets, now).map(({ secret, ends_at }) => ({
        secret,
        ends_at: ends_at === null || ends_at > end ? end : ends_at,
      }));
      const secret = newSecret();
      await transaction.query('webhook/update_secrets', {
        id,
        secrets: JSON.stringify([{ secret, ends_at: null }, ...old]),
      });
      await this.record(transaction, 'webhook.rotate', id, { overlap_seconds }, actor);
      return { id, secret };
    });
  }

  /** @throws VerdictError `not_found`. */
  remove(id: string, actor: Principal): Promise<void> {
    return this.database.transaction(async (transaction) => {
      const removed = await transaction.maybeOne<{ url: string }>('webhook/remove_webhook', { id, now: this.now() });
      if (removed === undefined) throw notFound('There is no webhook of this id.');
      await this.record(transaction, 'webhook.remove', id, removed, actor);
    });
  }

  /** The newest first. */
  deliveries(webhook_id: string): Promise<WebhookDelivery[]> {
    return this.database.query<WebhookDelivery>('webhook/list_deliveries', { webhook_id, row_limit: deliveriesShown });
  }

  private refusePrivate(url: string): void {
    const { hostname } = new URL(url);
    const isAddress = parseIp(hostname.replace(/^\[|\]$/g, '')) !== undefined;
    const isPrivate = hostname === 'localhost' || (isAddress && !isPublicAddress(hostname));
    if (this.config.webhookAddresses === 'public' && isPrivate)
      throw invalid('Webhooks go to the public internet only.', [
        { pointer: '/url', rule: 'public', detail: 'must not be a private address, unless WEBHOOK_ADDRESSES says any' },
      ]);
  }

  private record(transaction: Transaction, action: string, subjectId: string, after: object, actor: Principal) {
    return this.audit.record(transaction, { actor, action, subjectKind: 'webhook', subjectId, after });
  }

  private readonly now = (): Date => new Date(this.clock.now());
}
