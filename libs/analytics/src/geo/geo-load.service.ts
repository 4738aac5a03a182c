import { createHash } from 'node:crypto';
import { stat } from 'node:fs/promises';
import { Inject, Injectable } from '@nestjs/common';
import {
  CLOCK,
  newId,
  type Clock,
  type GeoKind,
  type GeoLoadList,
  type GeoLoadView,
  type JobView,
  type NewGeoLoad,
  type Principal,
} from '#libs/contracts';
import { forbidden, invalid } from '#libs/errors';
import type { GeoFile } from '#libs/geo';
import { Database, DATABASE } from '#libs/postgres';
import { Jobs } from '#libs/queue';
import { findGeoLoad, geoLoadView, listGeoLoads, type GeoLoadRequest } from './geo-load.repository.js';
import { singleAddresses } from './single-addresses.js';

const retryMs = 3_600_000;

interface KnownContent {
  readonly finished_at: Date | null;
  readonly job_state: JobView['state'] | null;
  readonly ended_at: Date | null;
}

/** Geographic databases for the warehouse: each load is a row and a job. */
@Injectable()
export class GeoLoadService {
  constructor(
    @Inject(DATABASE) private readonly database: Database,
    @Inject(Jobs) private readonly jobs: Jobs,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  /** @throws VerdictError `forbidden` for a test key; `invalid` for a path that is not there or a network that is none */
  async load(request: NewGeoLoad, caller: Principal): Promise<GeoLoadView> {
    if (!caller.live) throw forbidden('A test key loads nothing: live reports would come from it.');
    singleAddresses(request.addresses);
    for (const [index, path] of request.paths.entries()) await checkPath(path, `/paths/${index}`);
    const id = newId(this.clock);
    await this.submit(id, request, caller);
    return this.get(id);
  }

  /**
   * Loads what the look-up answers from, where that is not in the warehouse yet. Whoever asks for the same bytes asks for the
   * same load: one that failed is tried again after an hour, one that a person has cancelled is not.
   * @returns its id; undefined where there is nothing to do
   */
  async follow(kind: GeoKind, files: readonly GeoFile[]): Promise<string | undefined> {
    const sha256s = files.map(({ sha256 }) => sha256);
    const id = contentId(kind, sha256s);
    const known = await this.database.maybeOne<KnownContent>('geo_load/find_content', {
      id,
      kind,
      sha256s: sha256s.toSorted(),
    });
    if (known !== undefined && !this.mayTryAgain(known)) return undefined;
    const paths = files.map(({ path }) => path);
    await this.submit(id, { paths, kind, addresses: [], sha256s }, { id: 'system', name: 'system' }, id);
    return id;
  }

  private mayTryAgain({ finished_at, job_state, ended_at }: KnownContent): boolean {
    const endedAt = ended_at?.getTime() ?? 0;
    return finished_at === null && job_state === 'failed' && this.clock.now() - endedAt >= retryMs;
  }

  private async submit(
    id: string,
    request: GeoLoadRequest,
    { id: createdBy, name }: Pick<Principal, 'id' | 'name'>,
    deduplicationKey?: string,
  ): Promise<void> {
    const job = await this.database.transaction(async (transaction) => {
      await transaction.query('geo_load/insert_load', {
        id,
        request: JSON.stringify(request),
        created_by: name,
        created_at: new Date(this.clock.now()),
      });
      const asked = { name: 'geo_load', payload: { load_id: id }, createdBy } as const;
      const keyed = deduplicationKey === undefined ? asked : { ...asked, deduplicationKey };
      const submitted = await this.jobs.submit(keyed, transaction);
      await transaction.query('geo_load/update_job', { id, job_id: submitted.id });
      return submitted.id;
    });
    await this.jobs.enqueue(job, 'geo_load');
  }

  /** @throws VerdictError `not_found` */
  async get(id: string): Promise<GeoLoadView> {
    return geoLoadView(await findGeoLoad(this.database, id));
  }

  async list({ kind, limit }: GeoLoadList): Promise<GeoLoadView[]> {
    return (await listGeoLoads(this.database, limit, kind)).map(geoLoadView);
  }
}

/** A UUID that is made of what it names (RFC 9562, version 8). */
function contentId(kind: GeoKind, sha256s: readonly string[]): string {
  const hash = createHash('sha256')
    .update([kind, ...sha256s].join(' '))
    .digest('hex');
  return [
    hash.slice(0, 8),
    hash.slice(8, 12),
    `8${hash.slice(13, 16)}`,
    `8${hash.slice(17, 20)}`,
    hash.slice(20, 32),
  ].join('-');
}

async function checkPath(path: string, pointer: string): Promise<void> {
  await stat(path).catch((error: NodeJS.ErrnoException) => {
    const detail = error.code === 'ENOENT' ? 'there is no such file' : `it cannot be read (${error.code})`;
    throw invalid(`${path} cannot be loaded: ${detail}.`, [{ pointer, rule: 'missing', detail }]);
  });
}
