import type { ImportCounts, ImportReport, ImportView } from '#libs/contracts';
import { counted } from '../terminal/counted.js';
import { describeLeftAside, type LeftAside } from './left-aside.js';

/** What a line may have brought, by the name of its count, with the word for one of them. */
const brought: readonly (readonly [keyof ImportCounts, string])[] = [
  ['pledges', 'pledge'],
  ['scored', 'scored'],
  ['outcomes', 'outcome'],
  ['labels', 'label'],
  ['events', 'event'],
  ['repeated', 'repeated'],
  ['quarantined', 'quarantined'],
];

/** Of so few the area under a curve is chance. */
const fewFrauds = 10;

/** What came in, for people. */
export function describeImport(
  file: string,
  { counts, report }: ImportView,
  repeated: boolean,
  aside: LeftAside | undefined,
): string {
  const of = ([name, one]: readonly [keyof ImportCounts, string]): string => counted(counts[name], one, name);
  const parts = brought.filter(([name]) => counts[name] > 0).map(of);
  const lines = [
    `${file}: ${repeated ? 'was imported before; ' : ''}${counted(counts.lines, 'line')}, ${parts.join(', ') || 'nothing new'}.`,
  ];
  if (aside !== undefined) lines.push(...describeLeftAside(aside, counts.quarantined));
  if (report?.auc !== null && report?.auc !== undefined) lines.push(`  ${describeRanking(report)}`);
  if (report?.truncated === false) lines.push(...report.notes.map((note) => `  ${note}`));
  return `${lines.join('\n')}\n`;
}

function describeRanking({ auc, average_precision, frauds }: ImportReport): string {
  const known = counted(frauds, 'fraud');
  if (frauds < fewFrauds) return `${known}: too few to say how well the scores rank (${fewFrauds} at least)`;
  return `AUC ${auc?.toFixed(4) ?? '—'}, average precision ${average_precision?.toFixed(4) ?? '—'}, ${known}`;
}

/** Why a script must not go on as if all were in: the import failed, or its file ends in the middle. */
export function failuresOf({ name, state, error, report }: ImportView): string[] {
  if (state !== 'done') return [`${name}: ${state}. ${error ?? ''}`];
  if (report?.truncated !== true) return [];
  return [`${name} is incomplete. ${report.notes.join(' ')} What comes before is in.`];
}
