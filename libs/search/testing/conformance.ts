import { afterAll, beforeAll, describe } from '@jest/globals';
import { countingConformance } from './counting.js';
import { filterConformance } from './filters.js';
import { listingConformance } from './listing.js';
import { sharingConformance } from './sharing.js';
import { HistoryTest, type HistoryStore } from './store.js';
import { writingConformance } from './writing.js';

/** What every store of the history does. */
export function historyConformance(name: string, make: () => Promise<HistoryStore>): void {
  describe(`${name} as a history`, () => {
    const test = new HistoryTest();
    beforeAll(() => test.open(make));
    afterAll(() => test.store.close());

    writingConformance(test);
    filterConformance(test);
    listingConformance(test);
    countingConformance(test);
    sharingConformance(test);
  });
}
