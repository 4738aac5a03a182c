import type { Client } from '@elastic/elasticsearch';
import { unavailable } from '#libs/errors';
import { pause } from '../pause.js';
import { isPassing, asking, statusOf } from './elastic-client.js';

/** One document on its way, serialised. */
export interface BulkItem {
  readonly index: string;
  readonly id: string;
  readonly source: string;
}

export interface BulkRefusal {
  readonly id: string;
  readonly rule: string;
  readonly detail: string;
}

export interface BulkOptions {
  /** Of one request; an item that is larger goes alone. */
  readonly requestBytes: number;
  readonly requestsAtOnce: number;
  /** Between two tries of what the server had no room for: the first one, doubled up to the last one. */
  readonly firstPauseMs: number;
  readonly lastPauseMs: number;
  readonly tries: number;
}

export const bulkDefaults: BulkOptions = {
  requestBytes: 1_048_576,
  requestsAtOnce: 2,
  firstPauseMs: 200,
  lastPauseMs: 10_000,
  tries: 8,
};

interface ItemAnswer {
  readonly status: number;
  readonly error?: {
    readonly type: string;
    readonly reason?: string | null;
    readonly caused_by?: { readonly reason?: string | null };
  };
}

/**
 * Documents into Elasticsearch, each under its id unless it is there. Bounded in what is under way: a slow server slows the
 * caller. What it has no room for (429) is tried again after pauses that grow; nothing else waits for what it refuses.
 */
export class ElasticBulk {
  constructor(
    private readonly client: Client,
    private readonly options: BulkOptions = bulkDefaults,
  ) {}

  /** @throws VerdictError `unavailable` when documents are still without room after the last try. */
  async create(items: readonly BulkItem[], signal: AbortSignal): Promise<BulkRefusal[]> {
    const refusals: BulkRefusal[] = [];
    const requests = this.requestsOf(items)[Symbol.iterator]();
    const work = async (): Promise<void> => {
      for (let next = requests.next(); next.done !== true; next = requests.next())
        refusals.push(...(await this.send(next.value, signal)));
    };
    const workers = await Promise.allSettled(Array.from({ length: this.options.requestsAtOnce }, work));
    for (const worker of workers) if (worker.status === 'rejected') throw worker.reason;
    return refusals;
  }

  private *requestsOf(items: readonly BulkItem[]): Generator<BulkItem[]> {
    let request: BulkItem[] = [];
    let bytes = 0;
    for (const item of items) {
      if (request.length > 0 && bytes + item.source.length > this.options.requestBytes) {
        yield request;
        request = [];
        bytes = 0;
      }
      request.push(item);
      bytes += item.source.length;
    }
    if (request.length > 0) yield request;
  }

  private async send(items: readonly BulkItem[], signal: AbortSignal): Promise<BulkRefusal[]> {
    const refusals: BulkRefusal[] = [];
    let waiting = items;
    for (let attempt = 1; ; attempt++) {
      signal.throwIfAborted();
      const answers = await this.request(waiting, signal);
      const again: BulkItem[] = [];
      for (const [place, item] of waiting.entries()) {
        const answer = answers?.[place];
        if (answer === undefined || isPassing(answer.status)) again.push(item);
        else if (answer.status >= 300 && answer.status !== 409) refusals.push(refusalOf(item, answer));
      }
      if (again.length === 0) return refusals;
      if (attempt === this.options.tries)
        throw unavailable('Elasticsearch has no room for more documents; they are tried again.', 5);
      waiting = again;
      await pause(Math.min(this.options.firstPauseMs * 2 ** (attempt - 1), this.options.lastPauseMs), signal);
    }
  }

  /** Undefined when the server had no room for the request as a whole. */
  private async request(items: readonly BulkItem[], signal: AbortSignal): Promise<ItemAnswer[] | undefined> {
    const operations: string[] = [];
    for (const { index, id, source } of items)
      operations.push(`{"create":{"_index":"${index}","_id":"${id}"}}`, source);
    try {
      const answer = await this.client.bulk(
        {
          operations,
          require_alias: true,
          filter_path: [
            'errors',
            'items.*.status',
            'items.*.error.type',
            'items.*.error.reason',
            'items.*.error.caused_by.reason',
          ],
        },
        { signal },
      );
      return answer.items.map(({ create }) => create as ItemAnswer);
    } catch (error) {
      if (statusOf(error) === 429) return undefined;
      signal.throwIfAborted();
      return asking(Promise.reject(error as Error));
    }
  }
}

/** What is not the document's fault is no refusal of it. */
function refusalOf({ id }: BulkItem, { status, error }: ItemAnswer): BulkRefusal {
  if (status === 401 || status === 403 || status === 404 || status >= 500)
    throw unavailable(`Elasticsearch cannot store documents: ${error?.type ?? status}.`, 5);
  return {
    id,
    rule: error?.type ?? String(status),
    detail: error?.caused_by?.reason ?? error?.reason ?? 'no reason given',
  };
}
