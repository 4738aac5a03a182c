import type { ReactNode } from 'react';
import type { BreakdownAnswer, LevelView, MetricReadout } from '#libs/contracts';
import { integer, pValue, wholePercent } from '../format.js';
import { cellInterval, levelText } from '../level-words.js';
import { differenceText } from '../readout.js';
import { DataTable, type Column } from './data-table.js';

interface BreakdownTableProps {
  readonly metric: MetricReadout['metric'];
  readonly found: BreakdownAnswer['metrics'][number];
  readonly alpha: number;
}

interface Row {
  readonly level: LevelView;
  readonly effect: LevelView['effects'][number];
}

/** One metric by level: first whether the levels differ at all, then each, judged with all the others in mind. */
export function BreakdownTable({ metric, found, alpha }: BreakdownTableProps): ReactNode {
  const rows = found.levels.flatMap((level) => level.effects.map((effect): Row => ({ level, effect })));
  const several = new Set(rows.map(({ effect }) => effect.variant)).size > 1;
  const nameOf = ({ level, effect }: Row): string =>
    several ? `${levelText(level)}, ${effect.variant}` : levelText(level);
  return (
    <>
      <h3>{metric.name}</h3>
      <ul className="remarks small">
        {found.differences.map((one) => (
          <li key={one.variant}>
            {one.kind === 'insufficient_data'
              ? `${one.variant}: whether levels differ cannot be told. ${one.detail}`
              : `${one.variant}: the effects of the levels ${one.p_value <= alpha ? 'differ' : 'are not shown to differ'} (p ${pValue(one.p_value)}).`}
          </li>
        ))}
        {found.post_stratified.map((one) =>
          one.kind === 'insufficient_data' || one.absolute.kind === 'insufficient_data' ? null : (
            <li key={`${one.variant} post-stratified`}>
              {one.variant}, with the levels in the same shares in both variants:{' '}
              <strong className="number">{differenceText(metric, one.absolute.estimate)}</strong> (
              {cellInterval(metric, one.absolute.interval)}, p {pValue(one.absolute.p_value)}); that takes{' '}
              {wholePercent(Math.max(0, one.variance_reduction))} of its variance away.
            </li>
          ),
        )}
      </ul>
      <DataTable<Row>
        caption={`${metric.name} by level; intervals of ${wholePercent(1 - alpha)} for all cells together`}
        captionShown
        rows={rows}
        keyOf={(row) => `${row.level.kind} ${nameOf(row)}`}
        columns={columnsOf(metric, nameOf)}
      />
    </>
  );
}

const columnsOf = (metric: BreakdownTableProps['metric'], nameOf: (row: Row) => string): readonly Column<Row>[] => [
  { name: 'Level', heading: true, cell: nameOf },
  {
    name: 'Units',
    number: true,
    cell: ({ level }) => integer(level.variants.reduce((sum, one) => sum + one.units, 0)),
  },
  {
    name: 'Difference',
    number: true,
    isLast: ({ effect }) => effect.kind === 'insufficient_data',
    cell: ({ effect }) => <Difference metric={metric} effect={effect} />,
  },
  {
    name: 'Adjusted p',
    number: true,
    cell: ({ effect }) => (effect.kind === 'estimate' ? pValue(effect.p_value) : null),
  },
];

function Difference({ metric, effect }: Pick<BreakdownTableProps, 'metric'> & Pick<Row, 'effect'>): ReactNode {
  if (effect.kind === 'insufficient_data') return <span className="muted why">{effect.detail}</span>;
  return (
    <>
      <strong>{differenceText(metric, effect.estimate)}</strong>
      <span className="interval">{cellInterval(metric, effect.interval)}</span>
    </>
  );
}
