import type { GeoLookup } from '#libs/geo';
import type { GeoAnswer } from '../score/lookups.js';
import type { DatedGeo } from './dated-geo.js';

/** The injection token of `PledgePlaces`. */
export const PLEDGE_PLACES = Symbol('PLEDGE_PLACES');

/** Where pledges were made; `ip` is absent where nobody said. */
export interface PledgedFrom {
  readonly ip: string | undefined;
  /** ms */
  readonly atMs: number;
}

/** Geography for many pledges at once, in their order. */
export interface Places {
  of(pledges: readonly PledgedFrom[]): Promise<GeoAnswer[]>;
}

/** The geography that an import is scored by, as it stands when the import begins or goes on. */
export interface PledgePlaces {
  open(): Promise<Places>;
}

/** What the look-up in memory says now, whenever a pledge was made: where there is no warehouse. */
export function livePlaces(live: GeoLookup): PledgePlaces & Places {
  const places: Places = {
    of: (pledges) => {
      const [version, isComplete] = [live.version().text, live.status().status === 'ok'];
      const answerOf = ({ ip }: PledgedFrom): GeoAnswer => ({
        facts: ip === undefined ? {} : live.lookup(ip),
        version,
        isComplete,
      });
      return Promise.resolve(pledges.map(answerOf));
    },
  };
  return { ...places, open: () => Promise.resolve(places) };
}

/** What was valid when each pledge was made. */
export const datedPlaces = (dated: DatedGeo): Places => ({
  of: async (pledges) => {
    const addressed = pledges.flatMap(({ ip, atMs }, place) => (ip === undefined ? [] : [{ ip, atMs, place }]));
    const answers = pledges.map(({ atMs }) => dated.nowhere(atMs));
    for (const [index, answer] of (await dated.of(addressed)).entries())
      answers[addressed[index]?.place ?? -1] = answer;
    return answers;
  },
});
