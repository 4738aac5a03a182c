import type { ReactNode } from 'react';
import type { FlagChangePage, FlagView } from '#libs/contracts';
import { words } from '../format.js';
import { useSession } from '../session.js';
import { ConfirmButton } from './confirm-button.js';
import { DataTable, type Column } from './data-table.js';
import { DifferenceList } from './difference-list.js';
import { Time } from './time.js';

type Change = FlagChangePage['changes'][number];

interface FlagHistoryProps {
  readonly flag: FlagView;
  readonly changes: readonly Change[];
  readonly onDone: () => void;
}

/** Who changed what, and the way back to what was answered by. */
export function FlagHistory({ flag, changes, onDone }: FlagHistoryProps): ReactNode {
  const { may } = useSession();
  const back: Column<Change> = {
    name: 'Back',
    unnamed: 'always',
    cell: ({ version, action }) =>
      (action === 'publish' || action === 'rollback') && version !== flag.published_version ? (
        <ConfirmButton
          name={`Back to ${version}`}
          subject={flag.key}
          path={`/v1/flags/${encodeURIComponent(flag.key)}/rollback`}
          body={{ to: version, version: flag.version }}
          effect={`What was answered by in version ${version} is answered by again, at once. The draft stays.`}
          onDone={onDone}
        />
      ) : null,
  };
  return (
    <section className="panel" aria-labelledby="history">
      <h2 id="history">History</h2>
      <DataTable
        caption="Changes of this flag"
        rows={changes}
        keyOf={({ version }) => version}
        columns={may('flags:write') ? [...columns, back] : columns}
      />
    </section>
  );
}

const columns: readonly Column<Change>[] = [
  { name: 'When', heading: true, nowrap: true, cell: ({ at }) => <Time at={at} /> },
  { name: 'Who', cell: ({ by }) => by.name },
  {
    name: 'What',
    cell: ({ action, note }) => (
      <>
        {words(action)}
        {note ? <div className="small muted">“{note}”</div> : null}
      </>
    ),
  },
  { name: 'Change', cell: ({ differences }) => <DifferenceList differences={differences} /> },
];
