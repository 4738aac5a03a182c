import type { ReactNode } from 'react';
import type { Readout } from '#libs/contracts';
import { calendarDay, integer, percent, pValue, wholePercent } from '../format.js';
import { baselineFirst } from '../readout.js';
import { Badge } from './badge.js';
import { DataTable } from './data-table.js';
import { Icon } from './icon.js';
import { QueryLink } from './query-link.js';

type Split = Pick<Readout, 'units' | 'people' | 'sample_ratio' | 'sample_ratio_over_time' | 'balance' | 'baseline'>;

/** Whether units came as the weights say: when they did not, nothing else on the page can be trusted. */
export function SplitPanel({ units, people, sample_ratio, baseline, ...health }: Split): ReactNode {
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
      <Health {...health} />
      {units.multiple_variants === 0 ? null : (
        <p className="small">{integer(units.multiple_variants)} units met more than one variant and are left out.</p>
      )}
      <LeftOut left_out={units.left_out} />
      <QueryLink query={units.query} />
      <People people={people} />
    </section>
  );
}

/** Who is in nothing that is counted, by what was known at the first exposure. Readouts of before have no such list. */
function LeftOut({ left_out }: Partial<Pick<Split['units'], 'left_out'>>): ReactNode {
  if (left_out === undefined || left_out.length === 0) return null;
  const all = left_out.map(({ reason, units }) => `${integer(units)} ${reason}`).join(', ');
  const ofVariants = (variants: Split['units']['left_out'][number]['variants']): string =>
    variants.map(({ variant, units }) => `${variant} ${integer(units)}`).join(', ');
  return (
    <details className="small">
      <summary>Left out: {all}</summary>
      <ul>
        {left_out.map(({ reason, units, variants }) => (
          <li key={reason}>
            {reason}: {ofVariants(variants) || `${integer(units)} that met several variants`}
          </li>
        ))}
      </ul>
    </details>
  );
}

/** What else says whether the numbers can be trusted: the split from day to day, and what units did before. */
function Health({
  sample_ratio_over_time: overTime,
  balance,
}: Pick<Split, 'sample_ratio_over_time' | 'balance'>): ReactNode {
  return (
    <>
      {overTime?.kind === 'estimate' ? (
        <p className="small muted number">
          Read every day: p {pValue(overTime.p_value)}; alarm at 0.01
          {overTime.since === null ? null : `, most likely since ${calendarDay(overTime.since)}`}
        </p>
      ) : null}
      {balance === null ? null : <p className="small muted">{balance.text}</p>}
    </>
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
