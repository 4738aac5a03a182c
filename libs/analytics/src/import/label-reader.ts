import { labels, type ImportMapping, type Label } from '#libs/contracts';
import { LineProblem } from './line-problem.js';

const seconds: Readonly<Record<string, number>> = { s: 1, m: 60, h: 3_600, d: 86_400 };

/** Besides the labels themselves; a plain flag of fraud is what a charge-back of category fraud would have said. */
const usual: Readonly<Record<string, string>> = {
  ...Object.fromEntries(labels.map((label) => [label, label])),
  fraud: 'chargeback',
};

const isLabel = (text: string): text is Label => labels.some((label) => label === text);

/** What a value of the label column means; undefined for no label. @throws LineProblem for a value that nobody explained */
export type LabelReader = (value: string) => Label | undefined;

/** @throws RangeError naming a meaning that is no label */
export function labelReader(values: ImportMapping['label_values']): LabelReader {
  const meanings = new Map<string, Label | undefined>([['', undefined]]);
  for (const [value, meaning] of Object.entries(values ?? usual)) {
    const label = usual[meaning] ?? meaning;
    if (label !== '' && !isLabel(label)) throw new RangeError(`"${meaning}" is none of ${labels.join(', ')}`);
    meanings.set(value, isLabel(label) ? label : undefined);
  }
  return (value) => {
    if (!meanings.has(value)) throw new LineProblem('label', 'label', 'no label, and --label-values does not name it');
    return meanings.get(value);
  };
}

/** µs of `7d`. */
export function delayMicros(text: string): number {
  return Number(text.slice(0, -1)) * (seconds[text.slice(-1)] ?? 0) * 1_000_000;
}
