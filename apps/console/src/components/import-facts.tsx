import type { ReactNode } from 'react';
import type { ImportView, QuarantinedLine } from '#libs/contracts';
import type { Json } from '../api.js';
import { integer, words } from '../format.js';
import { useLoad } from '../use-load.js';
import { DataTable, type Column } from './data-table.js';
import { LoadedView } from './loaded-view.js';

const shown = 20;

/** The file of an import, what it brought, and the lines of it that were set aside, with why. */
export function ImportFacts({ id }: { readonly id: string }): ReactNode {
  const loaded = useLoad<Json<ImportView>>(`/v1/imports/${id}`);
  return (
    <LoadedView from={loaded} what="the import">
      {({ kind, name, bytes, counts }) => (
        <>
          <dl className="facts">
            <dt>File</dt>
            <dd>
              <code className="value">{name}</code> <span className="muted number">{integer(bytes)} bytes</span>
            </dd>
            <dt>Brings</dt>
            <dd>{words(kind)}</dd>
            {Object.entries(counts).map(([count, value]) => (
              <div key={count} className="contents">
                <dt>{words(count)}</dt>
                <dd className="number">{integer(value)}</dd>
              </div>
            ))}
          </dl>
          {counts.quarantined === 0 ? null : <Quarantine id={id} />}
        </>
      )}
    </LoadedView>
  );
}

function Quarantine({ id }: { readonly id: string }): ReactNode {
  const loaded = useLoad<readonly QuarantinedLine[]>(`/v1/imports/${id}/quarantine?limit=${shown}`);
  return (
    <LoadedView from={loaded} what="the lines set aside">
      {(lines) => (
        <DataTable
          caption="The first lines that were set aside"
          captionShown
          rows={lines}
          keyOf={({ line, field, rule }) => `${line} ${field} ${rule}`}
          columns={columns}
        />
      )}
    </LoadedView>
  );
}

const columns: readonly Column<QuarantinedLine>[] = [
  { name: 'Line', heading: true, cell: ({ line }) => integer(line) },
  { name: 'Field', cell: ({ field }) => (field === null ? '' : <code>{field}</code>) },
  { name: 'Why', cell: ({ detail }) => detail },
];
