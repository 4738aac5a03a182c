import { gunzipSync } from 'node:zlib';
import { Inject, Injectable } from '@nestjs/common';
import type { AuditBreak, AuditVerification } from '#libs/contracts';
import { OBJECTS, type ObjectStore } from '#libs/objects';
import { Database, DATABASE } from '#libs/postgres';
import { chainStart, headEvent, headSource, type ChainEnd } from './audit-chain.handler.js';
import { chainHash, type ChainedRow } from './audit-hash.js';

interface BatchRow extends ChainEnd {
  readonly rows: number;
  readonly previous_hash: string;
  readonly chained_at: Date;
}

const batchesAtOnce = 100;

/** Goes over the whole audit once more: do its rows, the chain and what the buckets keep of it agree? */
@Injectable()
export class AuditVerifier {
  constructor(
    @Inject(DATABASE) private readonly database: Database,
    @Inject(OBJECTS) private readonly objects: ObjectStore,
  ) {}

  async verify(): Promise<AuditVerification> {
    const heads = await this.headsInBuckets();
    let end = chainStart;
    let [rows, confirmed] = [0, 0];
    for (;;) {
      const asked = { after: end.batch, row_limit: batchesAtOnce };
      const batches = await this.database.query<BatchRow>('audit_chain/list_batches', asked);
      for (const batch of batches) {
        const kept = heads.get(batch.batch);
        const detail = (await this.disagreement(end, batch)) ?? differs(kept, batch.hash);
        if (detail !== undefined) return this.answer(end, rows, confirmed, { batch: batch.batch, detail });
        rows += batch.rows;
        confirmed += kept === undefined ? 0 : 1;
        end = batch;
      }
      if (batches.length < batchesAtOnce) break;
    }
    const later = [...heads.keys()].find((batch) => batch > end.batch);
    const broken =
      later === undefined ? null : { batch: later, detail: 'the buckets have this batch, and the chain has not' };
    return this.answer(end, rows, confirmed, broken);
  }

  private async disagreement(end: ChainEnd, batch: BatchRow): Promise<string | undefined> {
    if (batch.batch !== end.batch + 1) return `the batch ${end.batch + 1} is missing before it`;
    if (batch.previous_hash !== end.hash) return 'it does not follow the batch before it';
    const found = await this.database.query<ChainedRow>('audit_chain/list_rows', {
      after_xid: end.last_xid,
      after_id: end.last_id,
      last_xid: batch.last_xid,
      last_id: batch.last_id,
    });
    if (found.length !== batch.rows) return `it has ${found.length} rows, and ${batch.rows} were chained`;
    return chainHash(end.hash, found) === batch.hash ? undefined : 'a row in it is not what was chained';
  }

  /** Only this folder's: an object that cannot be read is an error, not an answer. */
  private async headsInBuckets(): Promise<ReadonlyMap<number, ReadonlySet<string>>> {
    const names = (await this.objects.list(`${headSource}/event/`)).filter((name) => name.endsWith('.json.gz'));
    const heads = new Map<number, Set<string>>();
    for (const name of names)
      for (const line of gunzipSync(await this.objects.read(name))
        .toString()
        .split('\n')) {
        if (line === '') continue;
        const { event, properties } = JSON.parse(line) as { event: string; properties: Record<string, unknown> };
        if (event !== headEvent) continue;
        const batch = Number(properties['batch']);
        heads.set(batch, (heads.get(batch) ?? new Set()).add(String(properties['hash'])));
      }
    return heads;
  }

  private async answer(
    end: ChainEnd,
    rows: number,
    confirmed: number,
    broken: AuditBreak | null,
  ): Promise<AuditVerification> {
    const asked = { after_xid: end.last_xid, after_id: end.last_id };
    const unchained = await this.database.one<{ rows: number }>('audit_chain/count_unchained', asked);
    return {
      intact: broken === null,
      batches: end.batch,
      rows,
      unchained: unchained.rows,
      head: end.batch === 0 ? null : end.hash,
      confirmed,
      broken,
    };
  }
}

/** A chain that was made anew leaves its own head there, beside the first. */
const differs = (kept: ReadonlySet<string> | undefined, hash: string): string | undefined =>
  kept === undefined || (kept.size === 1 && kept.has(hash)) ? undefined : 'the buckets have another hash of it';
