import type { ReactNode } from 'react';
import type { ExperimentChangePage, ExperimentView } from '#libs/contracts';
import { useSession } from '../session.js';
import { ConfirmButton } from './confirm-button.js';
import { DataTable, type Column } from './data-table.js';
import { versionColumns } from './version-columns.js';

type Change = ExperimentChangePage['changes'][number];

interface ExperimentHistoryProps {
  readonly experiment: ExperimentView;
  readonly changes: readonly Change[];
  readonly onDone: () => void;
}

interface Row extends Pick<ExperimentHistoryProps, 'experiment' | 'onDone'> {
  readonly change: Change;
}

/** Who did what, place by place, and the way back of a draft. */
export function ExperimentHistory({ experiment, changes, onDone }: ExperimentHistoryProps): ReactNode {
  const { may } = useSession();
  const isOpen = experiment.state === 'draft' && may('experiments:write');
  return (
    <DataTable
      caption="Changes of this experiment"
      rows={changes.map((change): Row => ({ change, experiment, onDone }))}
      keyOf={({ change: { version } }) => version}
      columns={isOpen ? [...versionColumns, back] : versionColumns}
    />
  );
}

const back: Column<Row> = { name: 'Back', unnamed: 'always', nowrap: true, cell: (row) => <Back {...row} /> };

function Back({ change: { version }, experiment, onDone }: Row): ReactNode {
  if (version === experiment.version) return null;
  return (
    <ConfirmButton
      name={`Back to ${version}`}
      subject={experiment.key}
      path={`/v1/experiments/${encodeURIComponent(experiment.key)}/rollback`}
      body={{ to: version, version: experiment.version }}
      effect={`The definition is what it was in version ${version}.`}
      said={(made) => `Back to version ${version}, as version ${made}.`}
      onDone={onDone}
    />
  );
}
