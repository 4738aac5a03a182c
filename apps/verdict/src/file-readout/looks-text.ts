import type { FileLooks, FileLooksMetric, FileLookView, FileEmptyLook } from '#libs/contracts';
import { lookSize, percentText, pText } from '#libs/experimentation';
import { axisOf, intervalBar, type Axis, type Drawn } from './interval-plot.js';
import { bullets, longestLine, noteLines, widthOf } from './lines.js';
import type { Palette } from './palette.js';
import { printable } from './printable.js';
import { wrapped } from './wrapped.js';

type Look = FileLookView | FileEmptyLook;

/** From here on a bar stands beside a look. */
const leastBar = 24;

/** Looks for a terminal of so many columns. */
export function looksText(given: FileLooks, columns: number, palette: Palette): string {
  const looks = printable(given);
  const width = widthOf(columns);
  const of = (level: 'alarm' | 'warning' | 'note') => looks.notes.filter((note) => note.level === level);
  const words = looks.metrics.flatMap(({ treatments }) => treatments.map((one) => one.words));
  return [
    palette.strong(
      `${looks.file.name}: ${looks.procedure === 'group_sequential' ? 'group-sequential looks' : 'a confidence sequence'}`,
    ),
    ...looks.metrics.flatMap((metric) => wrapped(splitLine(metric), Math.min(width, longestLine))),
    ...noteLines([...of('alarm'), ...of('warning')], width, palette),
    '',
    ...words.flatMap((text) => bullets(text, width)),
    ...looks.metrics.flatMap(({ key, treatments }) =>
      treatments.flatMap((one) => [
        '',
        palette.strong(`${key}: ${one.variant} against ${looks.baseline}`),
        ...tableLines(lookHead(looks), one.looks, width, palette),
      ]),
    ),
    ...noteLines(of('note'), width, palette),
  ].join('\n');
}

/** Units by variant, and whether they are split as planned. */
export function splitLine({ key, variants, sample_ratio: ratio }: FileLooksMetric): string {
  const split = variants.map(({ variant, units }) => `${variant} ${units.toLocaleString('en-US')}`).join(', ');
  const text =
    ratio.kind === 'estimate'
      ? `${ratio.mismatch ? 'the split is broken' : 'split as planned'}, p ${pText(ratio.p_value)}`
      : ratio.detail;
  return `${key}: ${split} (${text})`;
}

export const lookHead = ({ alpha_each }: Pick<FileLooks, 'alpha_each'>): string[] => {
  const level = `${Number((100 * (1 - alpha_each)).toFixed(2))} % interval`;
  return ['look', 'units', 'of plan', 'effect', level, 'z', 'bound', ''];
};

/** A look as cells below `lookHead`. */
export function lookCells(look: Look): string[] {
  if ('kind' in look) return [look.day, '', '', '', '', '', '', look.detail];
  const { effect, interval } = lookSize(look);
  return [
    look.day,
    (look.units.baseline + look.units.treatment).toLocaleString('en-US'),
    look.fraction === null ? '—' : percentText(look.fraction).slice(1),
    effect,
    interval ?? '—',
    look.statistic.toFixed(2).replace('-', '−'),
    look.bound === null ? '—' : look.bound.toFixed(2),
    look.verdict === null ? '' : verdictWords[look.verdict],
  ];
}

const verdictWords = { higher: 'higher', lower: 'lower', no_difference_found: 'no difference' };

/** What is drawn of a look: relative, where that has an interval. */
export const drawnOf = (look: Look): Drawn | null =>
  !('kind' in look) && look.relative?.kind === 'estimate' && look.interval !== null
    ? { estimate: look.relative.estimate, ...look.relative.interval }
    : null;

export const axisFor = (looks: readonly Look[]): Axis => axisOf(looks.flatMap((look) => drawnOf(look) ?? []));

function tableLines(head: readonly string[], looks: readonly Look[], width: number, palette: Palette): string[] {
  const rows = looks.map(lookCells);
  const numbers = head.length - 1;
  const widths = head.map((name, index) =>
    Math.max(
      name.length,
      ...rows.map((cells) => (index < numbers || cells[3] !== '' ? (cells[index] ?? '').length : 0)),
    ),
  );
  const line = (cells: readonly string[]): string =>
    `  ${cells.map((cell, index) => (index === 0 || index === numbers ? cell.padEnd(widths[index]!) : cell.padStart(widths[index]!))).join('  ')}`;
  const room = width - widths.reduce((sum, one) => sum + one + 2, 0) - 2;
  const axis = axisFor(looks);
  return [
    palette.faint(line(head).trimEnd()),
    ...looks.flatMap((look, index) => {
      const cells = rows[index]!;
      if ('kind' in look) return [`  ${cells[0]}  ${look.detail}`];
      const drawn = drawnOf(look);
      const bar = room >= leastBar && drawn !== null ? `  ${intervalBar(drawn, axis, Math.min(48, room))}` : '';
      const text = `${line(cells)}${bar}`.trimEnd();
      return [look.stage === 'final' ? palette.strong(text) : text];
    }),
  ];
}
