import type { ReactNode } from 'react';
import type { ExperimentChangePage, ExperimentView } from '#libs/contracts';
import { words } from '../format.js';
import { useSession } from '../session.js';
import { ConfirmButton } from './confirm-button.js';
import { DataTable, type Column } from './data-table.js';
import { DifferenceList } from './difference-list.js';
import { Time } from './time.js';

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
      columns={isOpen ? [...columns, back] : columns}
    />
  );
}

const columns: readonly Column<Row>[] = [
  { name: 'When', heading: true, nowrap: true, cell: ({ change: { at } }) => <Time at={at} /> },
  { name: 'Who', cell: ({ change: { by } }) => by.name },
  {
    name: 'What',
    cell: ({ change: { action, note } }) => (
      <>
        {words(action)}
        {note ? <div className="small muted">“{note}”</div> : null}
      </>
    ),
  },
  {
    name: 'Change',
    cell: ({ change: { before, differences } }) =>
      before === null ? <span className="muted">new</span> : <DifferenceList differences={differences} />,
  },
];

const back: Column<Row> = { name: 'Back', unnamed: 'always', cell: (row) => <Back {...row} /> };

function Back({ change: { version }, experiment, onDone }: Row): ReactNode {
  if (version === experiment.version) return null;
  return (
    <ConfirmButton
      name={`Back to ${version}`}
      subject={experiment.key}
      path={`/v1/experiments/${encodeURIComponent(experiment.key)}/rollback`}
      body={{ to: version, version: experiment.version }}
      effect={`The definition is what it was in version ${version}.`}
      onDone={onDone}
    />
  );
}
