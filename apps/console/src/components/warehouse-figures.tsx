import type { ReactNode } from 'react';
import type { WarehouseStatus } from '../api.js';
import { duration, integer } from '../format.js';
import { isBehind } from '../freshness.js';
import { Note } from './note.js';
import { Time } from './time.js';

/** What waits, and what is wrong with the warehouse as a whole. */
export function WarehouseFigures({ status }: { readonly status: WarehouseStatus }): ReactNode {
  const { waiting, loaded_at, checked_at, engine, quarantine } = status;
  return (
    <>
      {isBehind(status) ? (
        <Note tone="warn" title="The warehouse is behind">
          <p>
            What happened up to {duration(waiting.seconds * 1_000)} ago is in the buckets and not loaded. Loading goes
            on by itself; if it does not get less, look at the <a href="#loads">loads</a>.
          </p>
        </Note>
      ) : null}
      {quarantine.lines === 0 ? null : (
        <Note tone="warn" title={`Lines that could not be loaded: ${integer(quarantine.lines)}`}>
          <ul>
            {quarantine.latest.map(({ batch, object, line, rule }) => (
              <li key={`${batch} ${object} ${line}`}>
                <code className="value">{object}</code>, line {integer(line)}: {rule}
              </li>
            ))}
          </ul>
        </Note>
      )}
      <dl className="figures">
        <div>
          <dt>Batches that wait</dt>
          <dd className="number">{integer(waiting.batches)}</dd>
        </div>
        <div>
          <dt>Rows that wait</dt>
          <dd className="number">{integer(waiting.rows)}</dd>
        </div>
        <div>
          <dt>Last load</dt>
          <dd>{loaded_at === null ? 'none yet' : <Time at={loaded_at} as="ago" />}</dd>
        </div>
        <div>
          <dt>Last look</dt>
          <dd>{checked_at === null ? 'none yet' : <Time at={checked_at} as="ago" />}</dd>
        </div>
        <div>
          <dt>Engine</dt>
          <dd>{engine ?? 'not known yet'}</dd>
        </div>
      </dl>
    </>
  );
}
