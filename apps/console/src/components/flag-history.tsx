import type { ReactNode } from 'react';
import type { FlagChangePage, FlagView } from '#libs/contracts';
import { useSession } from '../session.js';
import { ConfirmButton } from './confirm-button.js';
import { DataTable, type Column } from './data-table.js';
import { versionColumns } from './version-columns.js';

type Change = FlagChangePage['changes'][number];

interface FlagHistoryProps {
  readonly flag: FlagView;
  readonly changes: readonly Change[];
  readonly onDone: () => void;
}

/** Who changed what, and the way back to what was answered by. */
export function FlagHistory({ flag, changes, onDone }: FlagHistoryProps): ReactNode {
  const { may } = useSession();
  const rows = changes.map((change): Row => ({ change, flag, onDone }));
  return (
    <section className="panel" aria-labelledby="history">
      <h2 id="history">History</h2>
      <DataTable
        caption="Changes of this flag"
        rows={rows}
        keyOf={({ change: { version } }) => version}
        columns={may('flags:write') ? [...versionColumns, back] : versionColumns}
      />
    </section>
  );
}

interface Row extends Pick<FlagHistoryProps, 'flag' | 'onDone'> {
  readonly change: Change;
}

const back: Column<Row> = { name: 'Back', unnamed: 'always', nowrap: true, cell: (row) => <Back {...row} /> };

/** To what was answered by before, where that is something else. */
function Back({ change: { version, action }, flag, onDone }: Row): ReactNode {
  if ((action !== 'publish' && action !== 'rollback') || version === flag.published_version) return null;
  return (
    <ConfirmButton
      name={`Back to ${version}`}
      subject={flag.key}
      path={`/v1/flags/${encodeURIComponent(flag.key)}/rollback`}
      body={{ to: version, version: flag.version }}
      effect={`What was answered by in version ${version} is answered by again, at once. The draft stays.`}
      said={(made) => `Back to version ${version}, as version ${made}.`}
      onDone={onDone}
    />
  );
}
