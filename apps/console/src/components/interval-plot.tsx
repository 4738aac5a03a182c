import * as Plot from '@observablehq/plot';
import type { ReactNode } from 'react';
import type { MetricReadout } from '#libs/contracts';
import { change, tickPercent } from '../format.js';
import { judgedEffects, sentenceOf, verdictOf, type Verdict } from '../readout.js';
import { PlotFigure } from './plot-figure.js';

interface Row {
  readonly variant: string;
  readonly estimate: number;
  readonly lower: number;
  readonly upper: number;
  readonly colour: string;
}

const rowHeight = 48;
/** As wide as "+100.00%" with air on both sides. */
const tickWidth = 72;
const labelGap = 20;
/** What is longer ends in dots; the table below has it whole. */
const widestLabels = 0.4;
/** At 12 px a character is 7.5 px wide in the widest of our fonts. */
const marginOf = (rows: readonly Row[]): number =>
  labelGap + Math.max(...rows.map(({ variant }) => variant.length)) * 7.5;

const colours: Readonly<Record<Verdict, string>> = {
  better: 'var(--good)',
  worse: 'var(--bad)',
  no_difference_found: 'var(--ink)',
  none: 'var(--ink)',
};

/** The relative effect of each treatment with its interval, on one scale around the zero line. Colour is a verdict. */
export function IntervalPlot({ metric }: { readonly metric: MetricReadout }): ReactNode {
  const rows = rowsOf(metric);
  if (rows.length === 0) return null;
  const label = judgedEffects(metric)
    .map((effect) => sentenceOf(metric, effect))
    .join(' ');
  return <PlotFigure label={`Relative effect. ${label}`} draw={(width) => draw(rows, width)} />;
}

const rowsOf = (metric: MetricReadout): Row[] =>
  judgedEffects(metric).flatMap(({ variant, relative }) =>
    relative.kind === 'estimate'
      ? [{ variant, estimate: relative.estimate, ...relative.interval, colour: colours[verdictOf(metric, variant)] }]
      : [],
  );

function draw(rows: readonly Row[], width: number): Element {
  const whole = marginOf(rows);
  const left = Math.min(width * widestLabels, whole);
  const ticks = Math.max(2, Math.min(7, Math.floor((width - left) / tickWidth)));
  return Plot.plot({
    width,
    height: rows.length * rowHeight + 30,
    marginLeft: left,
    marginRight: 24,
    marginTop: 4,
    marginBottom: 26,
    className: 'interval-plot',
    x: { nice: true, label: null },
    y: { domain: rows.map(({ variant }) => variant), label: null },
    marks: [
      Plot.gridX({ stroke: 'var(--line)', strokeOpacity: 1, ticks }),
      Plot.axisX({ ticks, tickSize: 0, tickFormat: tickPercent, label: null }),
      Plot.axisY({
        tickSize: 0,
        tickPadding: 12,
        textOverflow: 'ellipsis',
        lineWidth: left === whole ? Infinity : (left - labelGap) / 12,
        label: null,
      }),
      // Zero belongs to the picture even where no interval reaches it.
      Plot.ruleX([0], { stroke: 'var(--line-strong)', strokeWidth: 1.5 }),
      Plot.ruleY(rows, { y: 'variant', x1: 'lower', x2: 'upper', stroke: 'colour', strokeWidth: 3 }),
      Plot.tickX(rows, { y: 'variant', x: 'lower', stroke: 'colour', strokeWidth: 2, insetTop: 16, insetBottom: 16 }),
      Plot.tickX(rows, { y: 'variant', x: 'upper', stroke: 'colour', strokeWidth: 2, insetTop: 16, insetBottom: 16 }),
      Plot.dot(rows, { y: 'variant', x: 'estimate', fill: 'colour', stroke: 'var(--surface)', strokeWidth: 2, r: 6.5 }),
      Plot.text(rows, {
        y: 'variant',
        x: 'estimate',
        dy: -15,
        text: ({ estimate }: Row) => change(estimate),
        fill: 'var(--ink)',
        // So that the zero line, where the label lies on it, ends at the digits.
        stroke: 'var(--surface)',
        strokeWidth: 6,
        fontWeight: 600,
        fontSize: 13,
      }),
    ],
  });
}
