import type { Certificate, CertificateRow } from '#libs/contracts';

/** The certificate for people. */
export function certificateMarkdown(certificate: Certificate): string {
  const { at, seed, machine, seconds, ok, parts } = certificate;
  const bounded = parts.flatMap(({ rows }) => rows).filter(({ bound }) => bound !== null);
  const broken = bounded.filter(({ ok }) => ok === false).length;
  const verdict = ok
    ? `All ${bounded.length} bounds hold.`
    : `${broken} of ${bounded.length} bounds ${broken === 1 ? 'is' : 'are'} broken.`;
  return [
    '# Certificate',
    '',
    `**${verdict}** Written by \`npm run certify\`; [the guide](guides/certificate.md) says what it means.`,
    '',
    `- ${at.slice(0, 10)}, seed ${seed}, ${minutes(seconds)} on ${machine}`,
    '- After ± stands the Monte-Carlo error, three standard errors: a figure may be that much beyond its bound. Shares are in percent.',
    '- A figure without a bound is there for comparison.',
    ...parts.flatMap((part) => partLines(part, at)),
    '',
  ].join('\n');
}

function partLines({ name, question, rows, seconds, ...part }: Certificate['parts'][number], at: string): string[] {
  const day = part.at.slice(0, 10);
  const ran = day === at.slice(0, 10) ? minutes(seconds) : `${minutes(seconds)} on ${day}`;
  return [
    '',
    `## ${name[0]?.toUpperCase()}${name.slice(1)}`,
    '',
    `${question} (${ran})`,
    '',
    ...table(partCells({ rows })),
  ];
}

const plainCells = (rows: readonly CertificateRow[]): string[][] => [
  ['what', 'of', 'figure', 'bound'],
  ...rows.map((row) => [row.what, counted(row.n), figureText(row), boundText(row)]),
];

/** One line for all figures of one `what`, side by side. */
function crossCells(rows: readonly CertificateRow[], columns: readonly string[]): string[][] {
  const lines = new Map<string, CertificateRow[]>();
  for (const row of rows) lines.set(row.what, [...(lines.get(row.what) ?? []), row]);
  return [
    ['what', 'of', ...columns, 'bound'],
    ...[...lines].map(([what, cells]) => {
      const figures = columns.map((column) =>
        cells
          .filter((row) => row.column === column)
          .map(figureText)
          .join(),
      );
      const [first] = cells;
      return [what, counted(first?.n ?? 0), ...figures, first === undefined ? '' : boundText(first)];
    }),
  ];
}

/** A part’s figures as lines of cells, the head first. */
export function partCells({ rows }: Pick<Certificate['parts'][number], 'rows'>): string[][] {
  const columns = [...new Set(rows.flatMap(({ column }) => column ?? []))];
  return columns.length === 0 ? plainCells(rows) : crossCells(rows, columns);
}

const table = ([head = [], ...body]: readonly (readonly string[])[]): string[] =>
  [head, head.map((_, index) => (index === 0 ? '---' : '--:')), ...body].map((cells) => `| ${cells.join(' | ')} |`);

/** `4.97 ± 0.46`; a broken one stands out. */
export function figureText(row: CertificateRow): string {
  const text = row.error === 0 ? number(row, row.figure) : `${number(row, row.figure)} ± ${number(row, row.error)}`;
  return row.ok === false ? `**${text} ✗**` : text;
}

/** `≤ 5`, `≥ 95`, `95 ± 0.5`. */
export function boundText(row: CertificateRow): string {
  const { bound } = row;
  if (bound === null) return '';
  const { least, most } = bound;
  if (least !== null && most !== null) return `${short(row, (least + most) / 2)} ± ${short(row, (most - least) / 2)}`;
  return least === null ? `≤ ${short(row, most ?? 0)}` : `≥ ${short(row, least)}`;
}

function number({ unit }: CertificateRow, value: number): string {
  switch (unit) {
    case 'count':
      return counted(value);
    case 'share':
      return (100 * value).toFixed(2);
    case 'score':
      return value.toFixed(4);
    default:
      return value.toFixed(1);
  }
}

const short = ({ unit }: CertificateRow, value: number): string =>
  String(Number((unit === 'share' ? 100 * value : value).toFixed(4)));

const counted = (value: number): string => value.toLocaleString('en-US');

const minutes = (seconds: number): string =>
  seconds < 90 ? `${seconds} seconds` : `${(seconds / 60).toFixed(1)} minutes`;
