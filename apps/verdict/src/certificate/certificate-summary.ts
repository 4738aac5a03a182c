import type { Certificate, CertificateRow } from '#libs/contracts';
import { boundText, figureText, partCells } from './certificate-markdown.js';

const marks = ['<!-- certificate -->', '<!-- /certificate -->'] as const;

/** Parts whose figures say more than that bounds hold. */
const shownWhole: ReadonlySet<string> = new Set(['model', 'backtest', 'latency']);

/**
 * A page with the certificate in short between its marks: one line for each part, the figure that is nearest to failing;
 * and some parts whole, with their day.
 */
export function withSummary(page: string, certificate: Certificate): string {
  const [before, rest = ''] = page.split(marks[0]);
  const [, after] = rest.split(marks[1]);
  if (after === undefined) throw new Error(`The page has no ${marks.join(' … ')}.`);
  return `${before}${marks[0]}\n\n${summary(certificate)}\n\n${marks[1]}${after}`;
}

function summary({ at, ok, parts }: Certificate): string {
  const rows = parts.map(({ name, rows }) => {
    const bounded = rows.filter(({ bound }) => bound !== null);
    const [worst] = bounded.toSorted((a, b) => slack(a) - slack(b));
    return worst === undefined
      ? [name, '0', '', '', '']
      : [name, String(bounded.length), figureText(worst), boundText(worst), placeOf(worst)];
  });
  const lines = [['part', 'bounds', 'nearest to failing', 'bound', 'where'], ...rows];
  const verdict = ok ? 'Every bound holds' : 'Bounds are broken';
  const whole = parts.filter(({ name }) => shownWhole.has(name));
  return [
    `${verdict} on ${at.slice(0, 10)}; shares in percent.`,
    '',
    ...table(lines),
    ...whole.flatMap((part) => ['', `${part.question} (${part.at.slice(0, 10)})`, '', ...table(partCells(part))]),
  ].join('\n');
}

/** As the formatter has tables. */
function table(lines: readonly (readonly string[])[]): string[] {
  const widths = (lines[0] ?? []).map((_, column) => Math.max(3, ...lines.map((line) => line[column]?.length ?? 0)));
  const line = (cells: readonly string[]): string =>
    `| ${cells.map((cell, column) => cell.padEnd(widths[column] ?? 0)).join(' | ')} |`;
  const rule = `| ${widths.map((width) => '-'.repeat(width)).join(' | ')} |`;
  const [head = [], ...body] = lines;
  return [line(head), rule, ...body.map(line)];
}

/** How far the figure is inside its bound, in errors; under −1 it is broken. */
function slack({ figure, error, bound }: CertificateRow): number {
  const inside = Math.min(figure - (bound?.least ?? -Infinity), (bound?.most ?? Infinity) - figure);
  return inside === 0 ? 0 : inside / Math.max(error, Number.MIN_VALUE);
}

const placeOf = ({ what, column, n }: CertificateRow): string =>
  `${what}${column === undefined ? '' : `, ${column}`}; of ${n.toLocaleString('en-US')}`;
