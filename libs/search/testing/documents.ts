import { makeDocument } from '../src/document/document-parts.js';
import type { NewDocument } from '../src/history.js';

export const day = 86_400_000;

/** Noon of a day in the middle of a month. */
export const now = Date.parse('2026-03-15T12:00:00Z');

/** A document of a test; its number makes its id, and unless said its time: each a second older than the one before. */
export const document = (number: number, over: Partial<NewDocument> = {}): NewDocument => ({
  ...makeDocument({
    id: number.toString(16).padStart(32, '0'),
    kind: 'event',
    live: true,
    time: now - number * 1_000,
    source: 'app',
    name: 'Page View',
    distinct_id: 'v1',
    actors: ['v1'],
    ...over,
  }),
  ...(over.words === undefined ? {} : { words: over.words }),
});
