import type { ReactNode } from 'react';
import type { Readout } from '#libs/contracts';
import { integer, percent, pValue } from '../format.js';
import { Badge } from './badge.js';
import { Icon } from './icon.js';
import { Note } from './note.js';
import { QueryLink } from './query-link.js';

type Split = Pick<Readout, 'units' | 'sample_ratio'>;

/** Whether units came as the weights say: when they did not, nothing else on the page can be trusted. */
export function SplitPanel({ units, sample_ratio }: Split): ReactNode {
  const share = (count: number): string => (units.total === 0 ? '–' : percent(count / units.total));
  return (
    <section className="panel" aria-labelledby="split">
      <div className="panel-head">
        <h2 id="split">Split</h2>
        <SplitBadge sample_ratio={sample_ratio} />
      </div>
      {sample_ratio.kind === 'estimate' && sample_ratio.mismatch ? (
        <Note tone="bad" title="Units did not come as planned">
          <p>{sample_ratio.text}</p>
          <p>Some units are lost or counted wrongly, so every effect here may be wrong too. Find the cause first.</p>
        </Note>
      ) : null}
      <table className="compact">
        <thead>
          <tr>
            <th>Variant</th>
            <th className="number">Units</th>
            <th className="number">Share</th>
            <th className="number">Planned</th>
          </tr>
        </thead>
        <tbody>
          {units.variants.map(({ variant, units: count, weight }) => (
            <tr key={variant}>
              <th scope="row">{variant}</th>
              <td className="number">{integer(count)}</td>
              <td className="number">{share(count)}</td>
              <td className="number">{percent(weight)}</td>
            </tr>
          ))}
        </tbody>
      </table>
      <p className="small muted number">
        {sample_ratio.kind === 'estimate'
          ? `χ² ${sample_ratio.chi_square.toFixed(2)}, p ${pValue(sample_ratio.p_value)}; alarm under 0.001`
          : sample_ratio.detail}
      </p>
      {units.multiple_variants === 0 ? null : (
        <p className="small">{integer(units.multiple_variants)} units met more than one variant and are left out.</p>
      )}
      <QueryLink query={units.query} />
    </section>
  );
}

export function SplitBadge({ sample_ratio }: Pick<Split, 'sample_ratio'>): ReactNode {
  if (sample_ratio.kind === 'insufficient_data') return <Badge>Too few units</Badge>;
  if (sample_ratio.mismatch)
    return (
      <Badge tone="bad">
        <Icon name="warn" /> Broken
      </Badge>
    );
  return (
    <Badge tone="good">
      <Icon name="check" /> Holds
    </Badge>
  );
}
