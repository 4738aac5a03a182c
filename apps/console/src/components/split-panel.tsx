import type { ReactNode } from 'react';
import { Link } from 'react-router';
import type { Readout } from '../api.js';
import { integer, percent, pValue } from '../format.js';
import { Badge } from './badge.js';
import { Icon } from './icon.js';
import { Note } from './note.js';

/** Whether units came as the weights say: when they did not, nothing else on the page can be trusted. */
export function SplitPanel({ split }: { readonly split: Readout['split'] }): ReactNode {
  const total = split.variants.reduce((sum, { units }) => sum + units, 0);
  return (
    <section className="panel" aria-labelledby="split">
      <div className="panel-head">
        <h2 id="split">Split</h2>
        <SplitBadge status={split.status} />
      </div>
      {split.status === 'mismatch' ? (
        <Note tone="bad" title="Units did not come as planned">
          <p>
            A difference this large comes by chance with p {split.p_value === null ? '' : pValue(split.p_value)}. Some
            units of a variant are lost or counted wrongly, so every effect here may be wrong too: find the cause first.
          </p>
        </Note>
      ) : null}
      <table>
        <thead>
          <tr>
            <th>Variant</th>
            <th className="number">Units</th>
            <th className="number">Share</th>
            <th className="number">Planned</th>
          </tr>
        </thead>
        <tbody>
          {split.variants.map(({ variant, units, expected }) => (
            <tr key={variant}>
              <th scope="row">{variant}</th>
              <td className="number">{integer(units)}</td>
              <td className="number">{total === 0 ? '–' : percent(units / total)}</td>
              <td className="number">{total === 0 ? '–' : percent(expected / total)}</td>
            </tr>
          ))}
        </tbody>
      </table>
      <p className="small row">
        {split.p_value === null ? null : (
          <span className="muted">χ² test, p {pValue(split.p_value)}; alarm under 0.001</span>
        )}
        {split.query_hash === null ? null : <Link to={`/queries/${split.query_hash}`}>SQL</Link>}
      </p>
    </section>
  );
}

export function SplitBadge({ status }: Pick<Readout['split'], 'status'>): ReactNode {
  if (status === 'mismatch')
    return (
      <Badge tone="bad">
        <Icon name="warn" /> Split broken
      </Badge>
    );
  if (status === 'ok')
    return (
      <Badge tone="good">
        <Icon name="check" /> Split holds
      </Badge>
    );
  return <Badge>Too few units</Badge>;
}
