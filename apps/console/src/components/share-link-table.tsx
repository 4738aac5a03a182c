import { useState, type ReactNode } from 'react';
import type { ShareLinkView } from '#libs/contracts';
import { announce } from '../announcements.js';
import { integer } from '../format.js';
import { call } from '../http.js';
import { useAction } from '../use-action.js';
import { useNow } from '../use-now.js';
import { Button } from './button.js';
import { DataTable, type Column } from './data-table.js';
import { Dialog } from './dialog.js';
import { Refusal } from './refusal.js';
import { Time } from './time.js';

interface ShareLinkTableProps {
  /** Of all links; each has its id below it. */
  readonly path: string;
  readonly links: readonly ShareLinkView[];
  readonly onDone: () => void;
}

/** Links to looks, newest first: until when, how often each was read, and a way to take back what is still good. */
export function ShareLinkTable({ links, ...shown }: ShareLinkTableProps): ReactNode {
  const now = useNow(30_000);
  if (links.length === 0) return null;
  return (
    <DataTable
      caption="Links to looks"
      kind="compact"
      rows={links}
      keyOf={({ id }) => id}
      columns={columnsOf({ ...shown, now })}
    />
  );
}

type Shown = Omit<ShareLinkTableProps, 'links'> & { readonly now: number };

const columnsOf = (shown: Shown): readonly Column<ShareLinkView>[] => [
  { name: 'Look', heading: true, cell: (link) => <Look link={link} /> },
  { name: 'Read', number: true, cell: ({ reads }) => integer(reads) },
  { name: 'Until', cell: (link) => <Until link={link} {...shown} /> },
];

function Look({ link: { look, note } }: { readonly link: ShareLinkView }): ReactNode {
  return (
    <>
      {integer(look)}
      {note === null ? null : <small className="muted baseline">{note}</small>}
    </>
  );
}

function Until({ link, path, now, onDone }: Shown & { readonly link: ShareLinkView }): ReactNode {
  if (link.revoked_at !== null) return <span className="muted">revoked</span>;
  if (Date.parse(link.expires_at) <= now) return <span className="muted">expired</span>;
  return (
    <>
      <Time at={link.expires_at} as="day" /> <Revoke path={`${path}/${link.id}`} link={link} onDone={onDone} />
    </>
  );
}

interface RevokeProps {
  readonly path: string;
  readonly link: ShareLinkView;
  readonly onDone: () => void;
}

function Revoke({ path, link, onDone }: RevokeProps): ReactNode {
  const [asking, setAsking] = useState(false);
  const { busy, error, run } = useAction();
  const revoke = async (): Promise<void> => {
    if (!(await run(() => call('DELETE', path)))) return;
    setAsking(false);
    announce('Revoked the link.');
    onDone();
  };
  return (
    <>
      <button type="button" aria-label={`Revoke the link to look ${link.look}`} onClick={() => setAsking(true)}>
        Revoke
      </button>
      {asking ? (
        <Dialog title={`Revoke the link to look ${link.look}?`} onClose={() => setAsking(false)}>
          <p>Whoever has it reads nothing at it any more. This cannot be undone.</p>
          {error === undefined ? null : <Refusal error={error} />}
          <div className="dialog-buttons">
            <button type="button" onClick={() => setAsking(false)}>
              Keep it
            </button>
            <Button className="danger" busy={busy} onClick={() => void revoke()}>
              Revoke it
            </Button>
          </div>
        </Dialog>
      ) : null}
    </>
  );
}
