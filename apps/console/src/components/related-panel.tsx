import type { ReactNode } from 'react';
import { Link } from 'react-router';
import type { HistoryEntity, HistoryRelatedView, HistoryRelative, HistoryShared } from '#libs/contracts';
import { integer } from '../format.js';
import { entityWords, historyAddress, inSentence } from '../history-words.js';
import { withQuery } from '../http.js';
import { useLoad } from '../use-load.js';
import { Badge } from './badge.js';
import { DataTable, type Column } from './data-table.js';
import { LoadedView } from './loaded-view.js';
import { Time } from './time.js';

interface RelatedPanelProps {
  readonly kind: HistoryEntity;
  readonly id: string;
}

/** Who has an address, device, card or e-mail with an entity in common, and what that is. */
export function RelatedPanel({ kind, id }: RelatedPanelProps): ReactNode {
  const loaded = useLoad<HistoryRelatedView>(withQuery('/v1/history/related', { [kind]: id }));
  return (
    <section className="panel" aria-labelledby="related">
      <h2 id="related">Who shares something</h2>
      <LoadedView from={loaded} what="who is related">
        {({ relatives, shared }) =>
          relatives.length === 0 ? (
            <p className="muted">
              Nobody: no address, device, card or e-mail of this {inSentence(kind)} is another’s too.
            </p>
          ) : (
            <>
              <DataTable caption="Who" rows={relatives} keyOf={(one) => one.id} columns={relativeColumns} />
              <details>
                <summary>What is shared</summary>
                <DataTable
                  caption="What is shared"
                  rows={shared}
                  keyOf={({ by, value }) => `${by} ${value}`}
                  columns={sharedColumns}
                />
                <p className="small muted">
                  What many share says little: thousands come from one address of a mobile network.
                </p>
              </details>
            </>
          )
        }
      </LoadedView>
    </section>
  );
}

const relativeColumns: readonly Column<HistoryRelative>[] = [
  { name: 'Who', heading: true, cell: ({ id }) => <Link to={historyAddress('backer', id)}>{id}</Link> },
  { name: 'Shares', cell: ({ by }) => by.map((one) => inSentence(one)).join(', ') },
  { name: 'Items', number: true, cell: ({ items }) => integer(items) },
  {
    name: 'Not accepted',
    number: true,
    cell: ({ flagged }) => (flagged === 0 ? '0' : <Badge tone="bad">{integer(flagged)}</Badge>),
  },
  { name: 'Last', nowrap: true, cell: ({ last_time }) => <Time at={last_time} as="day" /> },
];

const sharedColumns: readonly Column<HistoryShared>[] = [
  {
    name: 'Value',
    heading: true,
    cell: ({ by, value }) => (
      <>
        <span className="small muted">{entityWords[by]}</span>{' '}
        <Link className="value" to={historyAddress(by, value)}>
          {value}
        </Link>
      </>
    ),
  },
  { name: 'Own items', number: true, cell: ({ own_items }) => integer(own_items) },
  { name: 'Others', number: true, cell: ({ others }) => integer(others) },
];
