import type { HistoryDocument, NewDocument } from '../history.js';

/** Of a document in Elasticsearch, what a listing does not need back. */
export const unreadFields = ['words', 'actor'];

/**
 * The document as Elasticsearch keeps it, serialised: what is not known is left out, and `actor` is who it counts for.
 * Field by field, for speed; a field that is missing here would fail the conformance suite.
 */
export const sourceOf = (document: NewDocument): string =>
  JSON.stringify({
    id: document.id,
    kind: document.kind,
    live: document.live,
    time: document.time,
    source: document.source,
    name: document.name,
    distinct_id: document.distinct_id ?? undefined,
    backer: document.backer ?? undefined,
    actor: document.backer ?? document.distinct_id ?? undefined,
    actors: document.actors,
    ip: document.ip ?? undefined,
    country: document.country ?? undefined,
    device: document.device ?? undefined,
    card: document.card ?? undefined,
    email: document.email ?? undefined,
    project: document.project ?? undefined,
    pledge: document.pledge ?? undefined,
    revision: document.revision ?? undefined,
    risk_score: document.risk_score ?? undefined,
    risk_level: document.risk_level ?? undefined,
    disposition: document.disposition ?? undefined,
    reason: document.reasons,
    category: document.category ?? undefined,
    amount: document.amount ?? undefined,
    currency: document.currency ?? undefined,
    base_amount: document.base_amount ?? undefined,
    properties: document.properties,
    words: document.words.join(' '),
  });

type Source = Partial<Omit<HistoryDocument, 'reasons'>> & { readonly reason: readonly string[] };

export function documentOf(found: unknown): HistoryDocument {
  const { reason, ...fields } = found as Source;
  return { ...unknown, ...(fields as Omit<HistoryDocument, 'reasons'>), reasons: reason };
}

/** What was left out. */
const unknown = {
  distinct_id: null,
  backer: null,
  ip: null,
  country: null,
  device: null,
  card: null,
  email: null,
  project: null,
  pledge: null,
  revision: null,
  risk_score: null,
  risk_level: null,
  disposition: null,
  category: null,
  amount: null,
  currency: null,
  base_amount: null,
} satisfies Partial<HistoryDocument>;
