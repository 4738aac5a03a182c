import { Inject, Injectable } from '@nestjs/common';
import { CONFIG, type Config } from '#libs/config';
import { CLOCK, jobPayloads, type Clock } from '#libs/contracts';
import { EventLog } from '#libs/events';
import { Database, DATABASE } from '#libs/postgres';
import type { JobContext, JobHandler } from '#libs/queue';
import type { AssessmentRow } from '../assessment/assessment-row.js';
import { presentConfiguration } from '../configuration/present-configuration.js';
import type { DatedGeo, NewGeography } from '../geo/dated-geo.js';
import { GeoHistory } from '../geo/geo-history.js';
import { Rescorer } from '../review/rescorer.js';
import type { GeoAnswer } from '../score/lookups.js';
import { touchedBy } from './touched.js';
import type { Signal } from './signal.js';

type StoredSignal = Signal & { readonly finished_at: Date | null; readonly rescored: number | null };

/** Where a run that is cut short goes on: after this pledge. */
interface Saved {
  readonly after: string;
  readonly rescored: number;
}

const pagePledges = 200;

/**
 * Brings what became known late to the pledges that it touches and that are not over yet: each is judged once more, as a
 * revision with its cause. A portion and from where to go on are one transaction, so none is judged twice.
 */
@Injectable()
export class LateRescoreHandler implements JobHandler {
  readonly name = 'late_rescore';
  readonly atOnce = 1;

  constructor(
    @Inject(DATABASE) private readonly database: Database,
    @Inject(GeoHistory) private readonly geography: GeoHistory,
    @Inject(EventLog) private readonly events: EventLog,
    @Inject(CLOCK) private readonly clock: Clock,
    @Inject(CONFIG) private readonly config: Pick<Config, 'companyCurrency'>,
  ) {}

  accepts(): boolean {
    return this.geography.held;
  }

  async run(payload: unknown, context: JobContext): Promise<{ rescored: number }> {
    const { signal_id: id } = jobPayloads.late_rescore.parse(payload);
    const signal = await this.database.one<StoredSignal>('late_signal/find_signal', { id });
    if (signal.finished_at !== null) return { rescored: signal.rescored ?? 0 };
    const rescored = await this.bring(signal, context);
    await this.database.transaction(async (transaction) => {
      const finished_at = new Date(this.clock.now());
      await transaction.query('late_signal/finish_signal', { id, rescored, finished_at });
      await context.hold(transaction);
    });
    return { rescored };
  }

  private async bring(signal: StoredSignal, context: JobContext): Promise<number> {
    const dated = await this.geography.read();
    const rescorer = await this.rescorer();
    let { after, rescored } = (context.saved ?? { after: '', rescored: 0 }) as Saved;
    for (;;) {
      context.signal.throwIfAborted();
      const pledge_ids = await touchedBy(this.database, signal, after, pagePledges);
      const last = pledge_ids.at(-1);
      if (last === undefined) return rescored;
      const rows = await this.database.query<AssessmentRow>('assessment/find_latest', { pledge_ids });
      const places = await placesOf(dated, rows, newsOf(signal));
      const touched = signal.kind === 'geo_database' ? rows.filter((row) => isElsewhere(row, places)) : rows;
      after = last;
      rescored += touched.length;
      const saved: Saved = { after, rescored };
      await rescorer.rescore(touched, {
        cause: signal.kind,
        places,
        alongside: async (transaction) => {
          await context.advance(transaction);
          await context.checkpoint(saved, transaction);
        },
      });
      context.progress(rescored, null, 'Judging once more');
    }
  }

  /** By the rules and lists of now, which have what became known. */
  private async rescorer(): Promise<Rescorer> {
    const now = new Date(this.clock.now());
    const configuration = await presentConfiguration(this.database, this.config.companyCurrency, now);
    return new Rescorer(this.database, this.geography.live, { current: () => configuration }, this.events, this.clock);
  }
}

const newsOf = ({ kind, subject }: Signal): NewGeography | undefined =>
  kind === 'geo_database' ? { kind: subject.geo_kind, validFromMs: Date.parse(subject.valid_from) } : undefined;

/** By the id of the answer; those without an address have no place. */
async function placesOf(
  dated: DatedGeo,
  rows: readonly AssessmentRow[],
  news: NewGeography | undefined,
): Promise<ReadonlyMap<string, GeoAnswer>> {
  const addressed = rows.flatMap(({ id, ip, window_end }) =>
    ip === null ? [] : [{ id, ip, atMs: window_end / 1_000 }],
  );
  const answers = await dated.of(addressed, news);
  return new Map(answers.map((answer, index) => [addressed[index]?.id ?? '', answer]));
}

/** Whether another version says something else of its address, as far as features are made of it. */
function isElsewhere({ id, evidence }: AssessmentRow, places: ReadonlyMap<string, GeoAnswer>): boolean {
  const place = places.get(id);
  if (place === undefined || evidence === null) return false;
  const { facts } = place;
  const known = evidence.geo;
  return (
    facts.country !== known.country ||
    facts.asn !== known.asn ||
    facts.isAnonymous !== known.isAnonymous ||
    facts.isHosting !== known.isHosting ||
    facts.isVpn !== known.isVpn ||
    facts.isTor !== known.isTor ||
    facts.isPublicProxy !== known.isPublicProxy ||
    facts.isResidentialProxy !== known.isResidentialProxy
  );
}
