import { isInsufficient, quantileRanks } from '#libs/stats';
import type { SlotValues } from '#libs/postgres';
import type { WarehouseSession } from '#libs/warehouse';
import type { AggregateAsked, AggregateLine } from './aggregate-line.js';
import { compileValues } from './compile-sums.js';
import { blocksOf } from './components.js';
import { addDays, zonedDay } from './days.js';
import type { Part } from './part.js';

/** Values at certain places of the order of a variant's units, exact, as text. */
export interface RankedValues {
  readonly variant: string;
  readonly units: number;
  readonly closed_units: number;
  /** Of all units so far. */
  readonly estimate: string;
  /** Of those whose window is closed: the quantile, and the ends of its interval; null where they are too few for one. */
  readonly closed: { readonly estimate: string; readonly lower: string; readonly upper: string } | null;
}

/** Order statistics of a line, from 1 on in the order of what was asked. */
export interface LineRanks {
  readonly line: number;
  readonly variants: readonly RankedValues[];
}

/** What takes the values of all units at once. */
export const isRanked = ({ percentile, quantile }: AggregateLine): boolean => percentile !== null || quantile !== null;

/** Reads values of units by their places, of one aggregate that is up to date. Everything it stages is of its transaction. */
export class LineValues {
  constructor(
    private readonly session: WarehouseSession,
    private readonly part: Part,
    private readonly asked: AggregateAsked,
  ) {}

  /**
   * The lines with the caps that are yet to be found: a percentile of the values of all units whose window is closed, all
   * variants together, since with one for each a treatment that raises the highest values would raise its own cap. The value
   * at place ⌈q n⌉, so that it is one that a unit has. Without such a unit, and where it is not above 0, there is none.
   */
  async withCaps(): Promise<AggregateLine[]> {
    const lines: AggregateLine[] = [];
    for (const [index, line] of this.asked.lines.entries())
      lines.push(
        line.percentile === null ? line : { ...line, cap: await this.capOf(line, index + 1, line.percentile) },
      );
    return lines;
  }

  /** Of each quantile. */
  async ranks(): Promise<LineRanks[]> {
    const found: LineRanks[] = [];
    for (const [index, line] of this.asked.lines.entries()) {
      const { quantile } = line;
      if (quantile === null) continue;
      const variants: RankedValues[] = [];
      for (const counted of await this.stage(line, index + 1))
        variants.push({ ...counted, ...(await this.ranksOf(index + 1, counted, quantile)) });
      found.push({ line: index + 1, variants });
    }
    return found;
  }

  private async capOf(line: AggregateLine, number: number, q: number): Promise<string | null> {
    const counts = await this.stage(line, number);
    const place = placeOf(
      q,
      counts.reduce((sum, one) => sum + one.closed_units, 0),
    );
    const values = await this.at(number, null, true, [place, place, place]);
    const value = values.get(place);
    return value !== undefined && BigInt(value) > 0n ? value : null;
  }

  private async ranksOf(
    number: number,
    { variant, units, closed_units }: Counted,
    { q, alpha }: NonNullable<AggregateLine['quantile']>,
  ): Promise<Pick<RankedValues, 'estimate' | 'closed'>> {
    const place = placeOf(q, units);
    const all = await this.at(number, variant, false, [place, place, place]);
    const estimate = all.get(place) ?? '0';
    const ranks = quantileRanks(closed_units, { q, alpha });
    if (isInsufficient(ranks)) return { estimate, closed: null };
    const values = await this.at(number, variant, true, [ranks.lower, ranks.estimate, ranks.upper]);
    const of = (rank: number): string => values.get(rank) ?? '0';
    return { estimate, closed: { estimate: of(ranks.estimate), lower: of(ranks.lower), upper: of(ranks.upper) } };
  }

  private async stage(line: AggregateLine, number: number): Promise<Counted[]> {
    const { session, part, asked } = this;
    await session.query('aggregate/stage_values', valueParameters(asked, line), valueSlots(part, asked, line, number));
    return (await session.query<Counted>('aggregate/count_values', { line: number })).rows;
  }

  private async at(
    line: number,
    variant: string | null,
    closed_only: boolean,
    places: readonly [number, number, number],
  ): Promise<Map<number, string>> {
    const [first_place, second_place, third_place] = places;
    const values = { line, variant, closed_only, first_place, second_place, third_place };
    const { rows } = await this.session.query<{ place: number; value: string }>('aggregate/list_ranked_values', values);
    return new Map(rows.map(({ place, value }) => [place, value]));
  }
}

type Counted = Pick<RankedValues, 'variant' | 'units' | 'closed_units'>;

/** Of the smallest value that a share q of n units does not exceed; without the hair that a double may be off. */
const placeOf = (q: number, n: number): number => Math.max(1, Math.ceil(q * n - 1e-9));

/** What makes `aggregate/stage_values` one for a line. */
export const valueSlots = (part: Part, asked: AggregateAsked, line: AggregateLine, number: number): SlotValues =>
  compileValues(part, blocksOf(asked), line, number);

/** The first cohort of which a unit's window is open. */
export const valueParameters = ({ experiment, dataThrough, zone }: AggregateAsked, { windowDays }: AggregateLine) => ({
  experiment,
  open_from: addDays(zonedDay(dataThrough, zone), -windowDays),
});
