import type { FileMetricView, FileNote, FileReadout } from '#libs/contracts';
import { pText, percentText } from '#libs/experimentation';
import { counted } from '../terminal/counted.js';
import { axisLine, axisOf, intervalBar, type Axis, type Drawn } from './interval-plot.js';
import { bullets, noteLines, widthOf } from './lines.js';
import type { Palette } from './palette.js';
import { printable } from './printable.js';
import { daysText, shownOf, valueText, whatOf, withoutText, type Shown } from './shown-effects.js';
import { wrapped } from './wrapped.js';

/** From here on a bar stands beside its numbers; else the bars follow them. */
const leastBar = 28;

interface Row {
  readonly metric: FileMetricView;
  readonly cells: readonly string[];
  readonly shown: Shown | null;
  readonly stands: boolean;
}

/** The readout for a terminal of so many columns. */
export function readoutText(given: FileReadout, columns: number, palette: Palette): string {
  const readout = printable(given);
  const width = widthOf(columns);
  const rows = readout.metrics.flatMap((metric) => rowsOf(readout, metric));
  const of = (level: FileNote['level']): FileNote[] => readout.notes.filter((note) => note.level === level);
  const days = readout.metrics.flatMap((metric) =>
    metric.effects.flatMap(({ variant }) => daysText(metric, variant) ?? []),
  );
  return [
    ...headLines(readout, width, palette),
    ...noteLines([...of('alarm'), ...of('warning')], width, palette),
    ...tableLines(readout, rows, width, palette),
    '',
    ...readout.metrics.flatMap(({ effects }) => effects.flatMap(({ words }) => bullets(words, width))),
    ...(days.length === 0
      ? []
      : ['', palette.strong('From day to day'), ...days.flatMap((text) => bullets(text, width))]),
    ...noteLines(of('note'), width, palette),
  ].join('\n');
}

function headLines(
  { file, rows, units, sample_ratio, variant }: FileReadout,
  width: number,
  palette: Palette,
): string[] {
  const split = units.variants
    .map(
      (one) => `${one.variant} ${one.units.toLocaleString('en-US')} (${percentText(one.units / units.total).slice(1)})`,
    )
    .join(', ');
  const ratio =
    sample_ratio.kind === 'estimate'
      ? `${sample_ratio.mismatch ? 'The split is broken' : sample_ratio.text.replace(/\.$/, '')}: χ² ${sample_ratio.chi_square.toFixed(2)}, p ${pText(sample_ratio.p_value)}.`
      : sample_ratio.detail;
  return [
    palette.strong(`${file.name}: ${counted(rows.total, 'row')}, ${counted(units.total, 'unit')} by ${variant}`),
    ...wrapped(split, width),
    ...wrapped(ratio, width),
  ];
}

function rowsOf({ baseline, comparisons }: FileReadout, metric: FileMetricView): Row[] {
  return metric.variants.flatMap((numbers) => {
    const effect = metric.effects.find(({ variant }) => variant === numbers.variant);
    const shown = effect === undefined ? null : shownOf(effect, comparisons > 1 ? effect.joint : null);
    const value = [numbers.variant, numbers.units.toLocaleString('en-US'), valueText(metric, numbers.mean)];
    const stands = effect?.verdict === 'higher' || effect?.verdict === 'lower';
    const rest =
      shown === null ? [numbers.variant === baseline ? '' : '—', '', ''] : [shown.effect, shown.interval, shown.p];
    const row = { metric, cells: [...value, ...rest], shown, stands };
    if (effect === undefined || effect.plain === null) return [row];
    const plain = shownOf(effect.plain);
    const cells = [`  ${withoutText(metric)}`, '', '', plain.effect, plain.interval, plain.p];
    return [row, { metric, cells, shown: { ...plain, drawn: null }, stands: false }];
  });
}

function tableLines(
  { alpha, comparisons }: FileReadout,
  rows: readonly Row[],
  width: number,
  palette: Palette,
): string[] {
  const level = `${Number((100 * (1 - alpha)).toFixed(2))} % interval`;
  const head = ['', 'units', 'value', 'effect', level, comparisons > 1 ? 'p (Holm)' : 'p'];
  const widths = head.map((name, index) =>
    Math.max(name.length, ...rows.map(({ cells }) => (cells[index] ?? '').length)),
  );
  widths[0] = Math.min(widths[0] ?? 0, Math.max(12, width - 2 - sum(widths.slice(1)) - 2 * (widths.length - 1)));
  const line = (cells: readonly string[]): string =>
    `  ${cells.map((cell, index) => (index === 0 ? cut(cell, widths[0]!).padEnd(widths[0]!) : cell.padStart(widths[index]!))).join('  ')}`;
  const room = width - sum(widths) - 2 * widths.length - 4;
  const drawn = rows.flatMap(({ shown }) => shown?.drawn ?? []);
  const axis = axisOf(drawn);
  const beside = room >= leastBar && drawn.length > 0 ? Math.min(60, room) : 0;
  const lines: string[] = [
    '',
    palette.faint(`${line(head)}${beside > 0 ? `    ${axisLine(axis, beside, percentText)}` : ''}`),
  ];
  for (const [index, { metric, cells, shown, stands }] of rows.entries()) {
    if (rows[index - 1]?.metric !== metric)
      lines.push(...wrapped(`${metric.key}: ${whatOf(metric)}`, width).map((text) => palette.strong(text)));
    const bar = beside > 0 && shown?.drawn ? `    ${intervalBar(shown.drawn, axis, beside)}` : '';
    const text = `${line(cells)}${bar}`.trimEnd();
    lines.push(stands ? palette.strong(text) : text);
  }
  return beside > 0 || drawn.length === 0 ? lines : [...lines, ...plotLines(rows, axis, width, palette)];
}

function plotLines(rows: readonly Row[], axis: Axis, width: number, palette: Palette): string[] {
  const drawn = rows.flatMap(({ metric, cells, shown }) =>
    shown?.drawn ? [{ name: `${metric.key} ${cells[0]}`, drawn: shown.drawn satisfies Drawn }] : [],
  );
  const label = Math.min(Math.max(...drawn.map(({ name }) => name.length)), Math.floor(width / 3));
  const room = Math.min(72, width - label - 4);
  return [
    '',
    ...drawn.map((one) => `  ${cut(one.name, label).padEnd(label)}  ${intervalBar(one.drawn, axis, room)}`.trimEnd()),
    palette.faint(`  ${' '.repeat(label)}  ${axisLine(axis, room, percentText)}`),
  ];
}

const sum = (values: readonly number[]): number => values.reduce((total, value) => total + value, 0);

const cut = (text: string, width: number): string => (text.length > width ? `${text.slice(0, width - 1)}…` : text);
