import { useMemo, type ReactNode } from 'react';
import { Link } from 'react-router';
import type { ExperimentView } from '#libs/contracts';
import { stateTone, stateWords } from '../readout.js';
import { useRowKeys } from '../row-keys.js';
import { useReadouts, type ReadoutState } from '../use-readouts.js';
import { Badge } from './badge.js';
import { DataTable, type Column } from './data-table.js';
import { PrimaryEffect, Split, Verdict } from './experiment-cells.js';
import { Time } from './time.js';

interface ExperimentTableProps {
  readonly experiments: readonly ExperimentView[];
  /** Where this list is, for the way back. */
  readonly address: string;
}

interface Row {
  readonly experiment: ExperimentView;
  /** Undefined until it has come. */
  readonly results: ReadoutState | undefined;
}

export function ExperimentTable({ experiments, address }: ExperimentTableProps): ReactNode {
  const keys = useMemo(() => experiments.map(({ key }) => key), [experiments]);
  const results = useReadouts(experiments);
  useRowKeys(address, keys);
  return (
    <DataTable
      caption="Experiments with their primary effect and its verdict"
      kind="list"
      rows={experiments.map((experiment): Row => ({ experiment, results: results.get(experiment.key) }))}
      keyOf={({ experiment }) => experiment.key}
      columns={columns}
    />
  );
}

const columns: readonly Column<Row>[] = [
  {
    name: 'Experiment',
    heading: true,
    cell: ({ experiment: { key, hypothesis } }) => (
      <>
        <Link to={`/experiments/${encodeURIComponent(key)}`} data-row={key}>
          {key}
        </Link>
        <div className="small muted clamp" title={hypothesis}>
          {hypothesis}
        </div>
      </>
    ),
  },
  {
    name: 'State',
    nowrap: true,
    unnamed: true,
    cell: ({ experiment: { state, started_at } }) => (
      <>
        <Badge tone={stateTone[state]}>{stateWords[state]}</Badge>
        {started_at === null ? null : (
          <span className="interval">
            started <Time at={started_at} as="day" />
          </span>
        )}
      </>
    ),
  },
  { name: 'Primary effect', cell: (row) => <PrimaryEffect {...row} /> },
  { name: 'Verdict', cell: (row) => <Verdict {...row} /> },
  { name: 'Split', nowrap: true, cell: (row) => <Split {...row} /> },
];
