import { hash } from 'node:crypto';
import type { NewDocument } from '../history.js';
import { wordsOf } from './fold.js';

/** Where an address is, ISO 3166-1 alpha-2; undefined where that is not known. */
export type CountryOf = (ip: string) => string | undefined;

type Needed = Pick<NewDocument, 'id' | 'kind' | 'live' | 'time' | 'source' | 'name'>;

const longestId = 255;

/**
 * A document of what is known; its words are those of its name, its ids and its properties.
 * Field by field: spreading so many costs several times as much, and this is done for everything that happens.
 */
export function makeDocument(given: Needed & Partial<Omit<NewDocument, 'words'>>): NewDocument {
  const { name, actors = [], pledge = null, project = null, properties = {} } = given;
  return {
    id: given.id,
    kind: given.kind,
    live: given.live,
    time: given.time,
    source: given.source,
    name,
    distinct_id: given.distinct_id ?? null,
    backer: given.backer ?? null,
    actors,
    ip: given.ip ?? null,
    country: given.country ?? null,
    device: given.device ?? null,
    card: given.card ?? null,
    email: given.email ?? null,
    project,
    pledge,
    revision: given.revision ?? null,
    risk_score: given.risk_score ?? null,
    risk_level: given.risk_level ?? null,
    disposition: given.disposition ?? null,
    reasons: given.reasons ?? [],
    category: given.category ?? null,
    amount: given.amount ?? null,
    currency: given.currency ?? null,
    base_amount: given.base_amount ?? null,
    properties,
    link: given.link ?? null,
    words: wordsOf([name, ...actors, ...known([pledge, project]), ...Object.values(properties).flat()]),
  };
}

/** What makes an assessment or outcome count once; an event has its identity. What a test key sent is another one. */
export const documentId = (
  kind: 'assessment' | 'outcome',
  pledge: string,
  part: string | number,
  live: boolean,
): string => hash('sha256', JSON.stringify([kind, pledge, part, live]), 'hex').slice(0, 32);

/** Each once, in order. */
export const known = (values: readonly (string | null)[]): string[] => [
  ...new Set(values.filter((value) => value !== null)),
];

/** An id, a code or a short name, or null. */
export const idOf = (value: unknown): string | null =>
  typeof value === 'string' && value !== '' && value.length <= longestId ? value : null;

export const wholeNumber = (value: unknown): number | null => (Number.isSafeInteger(value) ? Number(value) : null);
