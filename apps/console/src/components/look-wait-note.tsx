import { Fragment, type ReactNode } from 'react';
import type { LookWait } from '#libs/contracts';
import { calendarDay } from '../format.js';
import { lastDay } from '../plan-words.js';
import { Note } from './note.js';
import { Time } from './time.js';

/** Why a look has not been taken though it is due: for which tables it waits, and how long. */
export function LookWaitNote({ wait }: { readonly wait: LookWait }): ReactNode {
  return (
    <Note tone="warn" title={`The look through ${calendarDay(lastDay(wait.data_through))} waits for data`}>
      <p>
        It waits for{' '}
        {wait.tables.map(({ table, data_through }, index) => (
          <Fragment key={table}>
            {index === 0 ? '' : ', '}
            <code>{table}</code>, {data_through === null ? 'never loaded' : <LoadedThrough at={data_through} />}
          </Fragment>
        ))}
        , until <Time at={wait.until} />. Then it is taken with what there is, and says so.
      </p>
    </Note>
  );
}

const LoadedThrough = ({ at }: { readonly at: string }): ReactNode => (
  <>
    loaded through <Time at={at} />
  </>
);
