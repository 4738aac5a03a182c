import type { ImportKind, ImportMapping, Label } from '#libs/contracts';
import { invalid } from '#libs/errors';
import type { Values } from '../file/file-records.js';
import { amountReader, type AmountReader } from './amount-text.js';
import { ColumnMap } from './column-map.js';
import { delayMicros, labelReader, type LabelReader } from './label-reader.js';
import { LineProblem } from './line-problem.js';
import { timeReader, type TimeReader } from './time-text.js';

const flags: Readonly<Record<string, boolean>> = {
  true: true,
  t: true,
  yes: true,
  y: true,
  1: true,
  false: false,
  f: false,
  no: false,
  n: false,
  0: false,
};

/** What an import reads by besides its mapping. */
export interface ReadingRules {
  /** No time may be later, µs. */
  readonly latest: number;
  /** Digits after the point of a currency's minor unit. */
  readonly minorUnitDigits: (currency: string) => number;
}

/** A file's values as our fields, typed. Every method throws a LineProblem that names the field. */
export class ValueReader {
  readonly columns: ColumnMap;
  private readonly time: TimeReader;
  private readonly amount: AmountReader;
  private readonly label: LabelReader;
  /** µs; undefined where nobody said. */
  private readonly labelDelay: number | undefined;

  /** @throws VerdictError `invalid` naming what is wrong with the mapping */
  constructor(
    kind: ImportKind,
    mapping: ImportMapping,
    private readonly rules: ReadingRules,
  ) {
    this.columns = new ColumnMap(kind, mapping);
    this.time = checked('/mapping/time_format', () => {
      checked('/mapping/time_zone', () => timeReader('auto', mapping.time_zone));
      return timeReader(mapping.time_format, mapping.time_zone);
    });
    this.amount = amountReader(mapping.amount_unit);
    this.label = checked('/mapping/label_values', () => labelReader(mapping.label_values));
    this.labelDelay = mapping.label_delay === undefined ? undefined : delayMicros(mapping.label_delay);
  }

  /** @throws VerdictError `invalid` when the columns do not fit, or nothing says when labels became known */
  useHeader(kind: ImportKind, header: readonly string[]): void {
    this.columns.useHeader(header);
    const isUndated = this.columns.has('label') && !this.columns.has('label_known_at') && this.labelDelay === undefined;
    if (kind === 'pledges' && isUndated)
      throw invalid('Nothing says when the labels became known: features must not see them earlier.', [
        { pointer: '/mapping/label_delay', rule: 'required', detail: 'as in 7d, or map label_known_at' },
      ]);
  }

  text(values: Values, name: string): string | undefined {
    const value = this.columns.value(values, name);
    return value === undefined ? undefined : String(value);
  }

  requiredText(values: Values, name: string): string {
    return String(this.columns.required(values, name));
  }

  /** µs since 1970 UTC. */
  timeOf(values: Values, name: string): number | undefined {
    const value = this.columns.value(values, name);
    if (value === undefined) return undefined;
    const time = typeof value === 'boolean' ? undefined : this.time(value);
    if (time === undefined || !Number.isSafeInteger(time))
      throw new LineProblem(name, 'time', 'no time of this format');
    if (time < 0) throw new LineProblem(name, 'time_past', 'before 1970');
    if (time > this.rules.latest) throw new LineProblem(name, 'time_future', 'too far ahead');
    return time;
  }

  requiredTime(values: Values, name: string): number {
    this.columns.required(values, name);
    return this.timeOf(values, name) ?? 0;
  }

  /** Minor units of the currency. */
  amountOf(values: Values, currency: string): number | undefined {
    const value = this.columns.value(values, 'amount');
    if (value === undefined) return undefined;
    const amount = typeof value === 'boolean' ? undefined : this.amount(value, this.rules.minorUnitDigits(currency));
    if (amount === undefined)
      throw new LineProblem(
        'amount',
        'amount',
        'no amount of this unit, negative, or with more digits than its currency',
      );
    return amount;
  }

  /** ISO 4217, in capitals. */
  currencyOf(values: Values): string | undefined {
    const text = this.text(values, 'currency');
    if (text !== undefined && !/^[A-Za-z]{3}$/.test(text))
      throw new LineProblem('currency', 'currency', 'not three letters (ISO 4217)');
    return text?.toUpperCase();
  }

  flag(values: Values, name: string): boolean | undefined {
    const value = this.columns.value(values, name);
    if (value === undefined) return undefined;
    const flag = flags[String(value).toLowerCase()];
    if (flag === undefined) throw new LineProblem(name, 'flag', 'neither true nor false');
    return flag;
  }

  labelOf(values: Values): Label | undefined {
    return this.label(this.text(values, 'label') ?? '');
  }

  /** When the label of a pledge of this time became known, µs. */
  labelKnownAt(values: Values, pledgedAt: number): number {
    const stated = this.timeOf(values, 'label_known_at');
    if (stated !== undefined) return stated;
    if (this.labelDelay === undefined)
      throw new LineProblem('label_known_at', 'required', 'nothing says when the label became known');
    return pledgedAt + this.labelDelay;
  }
}

function checked<Result>(pointer: string, make: () => Result): Result {
  try {
    return make();
  } catch (error) {
    if (!(error instanceof RangeError)) throw error;
    throw invalid('The mapping is wrong.', [{ pointer, rule: 'value', detail: error.message }]);
  }
}
