import type { ReactNode } from 'react';
import type { PullAnswer } from '#libs/contracts';
import type { Json } from '../api.js';
import { call } from '../http.js';
import { useSession } from '../session.js';
import { useAction } from '../use-action.js';
import { Button } from './button.js';
import { Refusal } from './refusal.js';

interface PullButtonProps {
  readonly source: string;
  /** All tables of the source unless said. */
  readonly table?: string;
  readonly busy: boolean;
  readonly onDone: () => void;
}

/** Brings what is due; a day that is there is brought once more, since somebody asks for what is newer. */
export function PullButton({ source, table, busy: pulling, onDone }: PullButtonProps): ReactNode {
  const { may } = useSession();
  const { busy, error, run } = useAction();
  if (!may('sources:write')) return null;
  const pull = (): void => {
    const body = { ...(table === undefined ? {} : { table }), again: true };
    void run(() => call<Json<PullAnswer>>('POST', `/v1/sources/${source}/pulls`, body)).then(
      (done) => done && onDone(),
    );
  };
  return (
    <>
      <Button
        busy={busy || pulling}
        onClick={pull}
        aria-label={`Pull ${table === undefined ? `all of ${source}` : `${source} ${table}`} now`}
      >
        {table === undefined ? 'Pull all now' : 'Pull now'}
      </Button>
      {error === undefined ? null : <Refusal error={error} />}
    </>
  );
}
