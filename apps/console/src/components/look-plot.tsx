import * as Plot from '@observablehq/plot';
import type { ReactNode } from 'react';
import type { LookComparison, PlanStanding } from '#libs/contracts';
import { decimal, wholePercent } from '../format.js';
import { PlotFigure } from './plot-figure.js';

interface Point {
  readonly variant: string;
  readonly fraction: number;
  readonly statistic: number;
  readonly bound: number | null;
  readonly colour: string;
}

const height = 220;
/** Bounds of first looks lie at 5 and more; what is beyond is drawn at the edge. */
const edge = 5;

/** The statistic of each look between its bounds: outside of them there is a verdict. */
export function LookPlot({ plan }: { readonly plan: PlanStanding }): ReactNode {
  const points = pointsOf(plan);
  if (points.length === 0) return null;
  const label = points
    .map(
      ({ variant, fraction, statistic, bound }) =>
        `${variant} at ${wholePercent(fraction)}: ${decimal(statistic)}, bound ${bound === null ? 'none' : decimal(bound)}.`,
    )
    .join(' ');
  return <PlotFigure label={`Statistic by share of the plan. ${label}`} draw={(width) => draw(points, width)} />;
}

function pointsOf({ looks }: PlanStanding): Point[] {
  return looks
    .flatMap(({ comparisons }) => comparisons)
    .filter((one): one is LookComparison => !('kind' in one))
    .flatMap(({ variant, fraction, statistic, bound, verdict }) =>
      statistic === null || bound === null
        ? []
        : [
            {
              variant,
              fraction,
              statistic,
              bound,
              colour: verdict === 'better' ? 'var(--good)' : verdict === 'worse' ? 'var(--bad)' : 'var(--ink)',
            },
          ],
    );
}

const within = (value: number): number => Math.max(-edge, Math.min(edge, value));

function draw(points: readonly Point[], width: number): Element {
  const bounds = points
    .filter(({ variant }) => variant === points[0]?.variant)
    .map(({ fraction, bound }) => ({ fraction, bound: within(bound ?? edge) }));
  const several = new Set(points.map(({ variant }) => variant)).size > 1;
  return Plot.plot({
    width,
    height,
    marginLeft: 44,
    marginRight: 24,
    marginBottom: 42,
    className: 'interval-plot',
    x: { domain: [0, Math.max(1, ...points.map(({ fraction }) => fraction))], label: null },
    y: { domain: [-edge - 0.4, edge + 0.4], label: null },
    marks: [
      Plot.axisX({
        ticks: 5,
        tickSize: 0,
        tickFormat: wholePercent,
        label: 'share of the plan’s information',
        labelAnchor: 'center',
        labelArrow: 'none',
      }),
      Plot.axisY({ ticks: 5, tickSize: 0, label: 'z', labelArrow: 'none' }),
      Plot.ruleY([0], { stroke: 'var(--line-strong)' }),
      ...[1, -1].map((side) =>
        Plot.line(bounds, {
          x: 'fraction',
          y: ({ bound }: { bound: number }) => side * bound,
          stroke: 'var(--muted)',
          strokeDasharray: '4 3',
        }),
      ),
      ...[1, -1].map((side) =>
        Plot.dot(bounds, {
          x: 'fraction',
          y: ({ bound }: { bound: number }) => side * bound,
          stroke: 'var(--muted)',
          fill: 'var(--surface)',
          r: 3,
        }),
      ),
      Plot.line(points, {
        x: 'fraction',
        y: ({ statistic }: Point) => within(statistic),
        z: 'variant',
        stroke: 'var(--ink)',
        strokeOpacity: 0.45,
      }),
      Plot.dot(points, {
        x: 'fraction',
        y: ({ statistic }: Point) => within(statistic),
        fill: 'colour',
        stroke: 'var(--surface)',
        strokeWidth: 2,
        r: 6,
      }),
      ...(several
        ? [
            Plot.text(
              points,
              Plot.selectLast({
                x: 'fraction',
                y: ({ statistic }: Point) => within(statistic),
                z: 'variant',
                text: 'variant',
                dx: 10,
                textAnchor: 'start',
                fill: 'var(--ink)',
              }),
            ),
          ]
        : []),
    ],
  });
}
