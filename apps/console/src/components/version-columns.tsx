import type { ReactNode } from 'react';
import type { Difference, RecordedActor } from '#libs/contracts';
import { words } from '../format.js';
import type { Column } from './data-table.js';
import { DifferenceList } from './difference-list.js';
import { Time } from './time.js';

interface VersionRow {
  readonly change: {
    readonly version: number;
    readonly action: string;
    readonly at: string;
    readonly by: RecordedActor | null;
    readonly note: string | null;
    readonly differences: readonly Difference[];
    /** Null: there was nothing before. */
    readonly before?: unknown;
  };
}

/** Of a history by versions: which it is, what was done by whom when, and what is different since. */
export const versionColumns: readonly Column<VersionRow>[] = [
  { name: 'Version', heading: true, nowrap: true, cell: ({ change: { version } }) => version },
  {
    name: 'What',
    unnamed: true,
    cell: ({ change: { action, at, by, note } }) => (
      <div>
        {words(action)}
        {by === null ? null : ` by ${by.name}`}
        <div className="small muted">
          <Time at={at} />
        </div>
        {note ? <div className="small muted">“{note}”</div> : null}
      </div>
    ),
  },
  { name: 'Change', cell: (row) => <WhatDiffers {...row} /> },
];

function WhatDiffers({ change: { action, before, differences } }: VersionRow): ReactNode {
  if (before === null) return <span className="muted">new</span>;
  if (differences.length > 0) return <DifferenceList differences={differences} />;
  return action === 'approve' ? null : <span className="muted">No difference</span>;
}
