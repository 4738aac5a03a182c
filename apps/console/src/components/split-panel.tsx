import type { ReactNode } from 'react';
import type { Readout } from '#libs/contracts';
import { integer, percent, pValue, wholePercent } from '../format.js';
import { baselineFirst } from '../readout.js';
import { Badge } from './badge.js';
import { DataTable } from './data-table.js';
import { Icon } from './icon.js';
import { QueryLink } from './query-link.js';

type Split = Pick<Readout, 'units' | 'people' | 'sample_ratio' | 'baseline'>;

/** Whether units came as the weights say: when they did not, nothing else on the page can be trusted. */
export function SplitPanel({ units, people, sample_ratio, baseline }: Split): ReactNode {
  const share = (count: number): string => (units.total === 0 ? '–' : percent(count / units.total));
  return (
    <section className="panel" aria-labelledby="split">
      <div className="panel-head">
        <h2 id="split">Split</h2>
        <SplitBadge sample_ratio={sample_ratio} />
      </div>
      <DataTable
        caption="Units by variant, as they came and as planned"
        kind="compact"
        rows={baselineFirst(units.variants, baseline)}
        keyOf={({ variant }) => variant}
        columns={[
          { name: 'Variant', heading: true, cell: ({ variant }) => variant },
          { name: 'Units', number: true, cell: ({ units: count }) => integer(count) },
          { name: 'Share', number: true, cell: ({ units: count }) => share(count) },
          { name: 'Plan', number: true, cell: ({ weight }) => wholePercent(weight) },
        ]}
      />
      <p className="small muted number">
        {sample_ratio.kind === 'estimate'
          ? `χ² ${sample_ratio.chi_square.toFixed(2)}, p ${pValue(sample_ratio.p_value)}; alarm under 0.001`
          : sample_ratio.detail}
      </p>
      {units.multiple_variants === 0 ? null : (
        <p className="small">{integer(units.multiple_variants)} units met more than one variant and are left out.</p>
      )}
      <QueryLink query={units.query} />
      <People people={people} />
    </section>
  );
}

/** Who met several variants by several ids: units know nothing of it. */
function People({ people }: Pick<Split, 'people'>): ReactNode {
  if (people === null || people.signed_in === 0) return null;
  const { several_variants: several, signed_in: all, share, leak, query } = people;
  return (
    <>
      <p className="small">
        {leak ? (
          <Badge tone="warn">
            <Icon name="warn" /> Leak
          </Badge>
        ) : null}{' '}
        {integer(several)} people saw two variants or more, of {integer(all)} who signed in ({percent(share ?? 0)};
        alarm over 1{'\u00a0'}%).
      </p>
      <QueryLink query={query} />
    </>
  );
}

export function SplitBadge({ sample_ratio }: Pick<Split, 'sample_ratio'>): ReactNode {
  if (sample_ratio.kind === 'insufficient_data')
    return <Badge>{sample_ratio.why === 'weights_changed' ? 'Weights changed' : 'Too few units'}</Badge>;
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
