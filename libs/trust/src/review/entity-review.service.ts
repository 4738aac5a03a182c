import { Inject, Injectable } from '@nestjs/common';
import type {
  CaseView,
  EntityPlace,
  EntityReview,
  HistoryItem,
  NoteView,
  Principal,
  RingBacker,
  RingValue,
  ReviewedKind,
} from '#libs/contracts';
import { GEO_LOOKUP, type GeoLookup } from '#libs/geo';
import { Database, DATABASE } from '#libs/postgres';
import { HistoryService } from '#libs/search';
import { DecisionReader } from './decision-reader.js';

const limits = { timeline: 50, places: 50, backers: 100, decisions: 50, cases: 20 } as const;

interface FoundRing {
  readonly values: readonly RingValue[];
  readonly backers: readonly (Omit<RingBacker, 'last_at'> & { readonly last_at_ms: number })[];
}

/** Everything about an entity in one answer, for whoever decides about it. */
@Injectable()
export class EntityReviewService {
  constructor(
    @Inject(DATABASE) private readonly database: Database,
    @Inject(HistoryService) private readonly history: HistoryService,
    @Inject(DecisionReader) private readonly decisions: DecisionReader,
    @Inject(GEO_LOOKUP) private readonly geo: GeoLookup,
  ) {}

  async of(kind: ReviewedKind, id: string, caller: Principal): Promise<EntityReview> {
    const [pledges, timeline, places, ring, decisions, cases, notes] = await Promise.all([
      this.one<EntityReview['pledges']>('review_entity/summarise_pledges', kind, { id }),
      this.timeline(kind, id, caller),
      this.places(kind, id),
      this.ring(kind, id),
      this.ask<{ id: string }>('review_entity/list_decisions', kind, { kind, id, row_limit: limits.decisions }),
      this.database.query<CaseView>('review_case/list_of_entity', { kind, id, row_limit: limits.cases }),
      this.database.query<NoteView>('review_note/list_notes', { entity_kind: kind, entity_id: id }),
    ]);
    return {
      entity: { kind, id },
      pledges,
      timeline,
      places,
      ring,
      decisions: await this.decisions.find(decisions.map((one) => one.id)),
      cases,
      notes,
    };
  }

  /** The rest is worth its answer without it. */
  private async timeline(kind: ReviewedKind, id: string, caller: Principal): Promise<readonly HistoryItem[] | null> {
    const asked = { [kind]: id, live: true, kind: undefined, limit: limits.timeline };
    return this.history.timeline(asked, caller).then(
      ({ items }) => items,
      () => null,
    );
  }

  private async ring(kind: ReviewedKind, id: string): Promise<EntityReview['ring']> {
    const self = kind === 'backer' ? id : null;
    const found = await this.one<FoundRing>('review_entity/find_ring', kind, { id, row_limit: limits.backers, self });
    const backers = found.backers.map(({ last_at_ms, ...one }) => ({ ...one, last_at: new Date(last_at_ms) }));
    return { values: found.values, backers };
  }

  private async places(kind: ReviewedKind, id: string): Promise<EntityPlace[]> {
    const rows = await this.ask<Pick<EntityPlace, 'ip' | 'pledges' | 'last_at'>>('review_entity/list_places', kind, {
      id,
      row_limit: limits.places,
    });
    return rows.map((row) => {
      const { country, city, latitude, longitude, accuracyRadiusKm } = this.geo.lookup(row.ip);
      return {
        ip: row.ip,
        country: country ?? null,
        city: city ?? null,
        latitude: latitude ?? null,
        longitude: longitude ?? null,
        accuracy_radius_km: accuracyRadiusKm ?? null,
        pledges: row.pledges,
        last_at: row.last_at,
      };
    });
  }

  /** The columns of an observation are called as the kinds of entities are. */
  private ask<Row>(name: string, column: ReviewedKind, values: Readonly<Record<string, unknown>>): Promise<Row[]> {
    return this.database.rendered<Row>(name, { column }, values);
  }

  private async one<Row>(name: string, column: ReviewedKind, values: Readonly<Record<string, unknown>>): Promise<Row> {
    const [row] = await this.ask<Row>(name, column, values);
    if (row === undefined) throw new Error(`${name} gave no row.`);
    return row;
  }
}
