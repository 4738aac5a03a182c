import type { EffectView, EmptyReadout, IntervalView, MetricReadout, Readout, RunRows } from '#libs/contracts';

const columns = [
  'experiment',
  'data_through',
  'metric',
  'version',
  'reading',
  'primary',
  'variant',
  'baseline',
  'units',
  'mean',
  'standard_deviation',
  'difference',
  'difference_lower',
  'difference_upper',
  'p_value',
  'relative',
  'relative_lower',
  'relative_upper',
  'always_valid_lower',
  'always_valid_upper',
  'adjusted_difference',
  'adjusted_lower',
  'adjusted_upper',
  'adjusted_p_value',
  'adjusted_relative',
  'adjusted_relative_lower',
  'adjusted_relative_upper',
  'variance_reduction',
  'judged_by',
  'alpha',
  'validity',
  'verdict',
  'units_so_far',
  'mean_so_far',
  'left_out',
  'left_out_for',
  'facts_through',
  'query',
  'cap',
  'uncapped_mean',
  'uncapped_difference',
  'uncapped_lower',
  'uncapped_upper',
  'uncapped_p_value',
  'uncapped_relative',
  'uncapped_relative_lower',
  'uncapped_relative_upper',
  'normal_holds',
] as const;

/**
 * A readout as one table, for spreadsheets: a row a variant of each metric and reading. Effects are of units whose window is
 * closed, and empty where there is none; the baseline has no effect. Before the first refresh there are no rows.
 */
export function readoutRows(readout: Readout | EmptyReadout): RunRows {
  const rows = readout.status === 'results' ? readout.metrics.flatMap((metric) => metricRows(readout, metric)) : [];
  return { columns, rows, truncated: false };
}

function metricRows(readout: Readout, found: MetricReadout): unknown[][] {
  const { metric, reading, primary, closed, so_far, alpha, validity, verdicts, query } = found;
  const adjusted = found.adjusted?.kind === 'adjusted' ? found.adjusted : undefined;
  return closed.variants.map(({ variant, units, mean, standard_deviation }) => {
    const effect = closed.effects.find((one) => one.variant === variant);
    const soFar = so_far.variants.find((one) => one.variant === variant);
    return [
      readout.experiment,
      readout.data_through,
      metric.key,
      metric.version,
      reading,
      primary,
      variant,
      readout.baseline,
      units,
      mean,
      standard_deviation,
      ...effectCells(effect),
      ...endsOf(effect?.always_valid.kind === 'estimate' ? effect.always_valid.interval : undefined),
      ...effectCells(adjusted?.effects.find((one) => one.variant === variant)),
      adjusted?.variance_reduction ?? null,
      adjusted?.primary === true ? adjusted.method : 'raw',
      alpha,
      validity,
      verdicts.find((one) => one.variant === variant)?.verdict ?? null,
      soFar?.units ?? null,
      soFar?.mean ?? null,
      ...leftOutCells(readout, variant),
      factsText(readout, found),
      query.hash,
      ...cappingCells(found, variant),
      found.approximation?.holds ?? null,
    ];
  });
}

/** Through when the facts of a metric are loaded: `pledge 2026-11-02T00:00:00.000Z`. */
function factsText({ facts }: Readout, { facts: own }: MetricReadout): string | null {
  const found = (facts ?? []).filter(({ fact, version }) => own[fact] === version);
  const texts = found.map(({ fact, data_through }) => `${fact} ${data_through ?? 'never'}`);
  return texts.length === 0 ? null : texts.join(', ');
}

/** What the cap is, and the same without it. */
function cappingCells({ capping }: MetricReadout, variant: string): unknown[] {
  const own = capping?.variants.find((one) => one.variant === variant);
  const effect = capping?.effects.find((one) => one.variant === variant);
  return [capping?.value ?? null, own?.mean ?? null, ...effectCells(effect)];
}

/** Units that met the variant and count nowhere, and why: `staff 12, forced 4`. */
function leftOutCells({ units: { left_out } }: Readout, variant: string): unknown[] {
  const own = left_out.flatMap(({ reason, variants }) =>
    variants.flatMap((one) => (one.variant === variant ? [{ reason, units: one.units }] : [])),
  );
  const text = own.map(({ reason, units }) => `${reason} ${units}`).join(', ');
  return [own.reduce((sum, { units }) => sum + units, 0), text === '' ? null : text];
}

function effectCells(effect: EffectView | undefined): unknown[] {
  const { absolute, relative } = effect ?? {};
  const difference = absolute?.kind === 'estimate' ? absolute : undefined;
  const share = relative?.kind === 'estimate' || relative?.kind === 'unbounded' ? relative.estimate : null;
  return [
    difference?.estimate ?? null,
    ...endsOf(difference?.interval),
    difference?.p_value ?? null,
    share,
    ...endsOf(relative?.kind === 'estimate' ? relative.interval : undefined),
  ];
}

const endsOf = (interval: IntervalView | undefined): (number | null)[] => [
  interval?.lower ?? null,
  interval?.upper ?? null,
];
