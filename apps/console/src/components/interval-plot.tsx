import * as Plot from '@observablehq/plot';
import { useEffect, useRef, useState, type ReactNode } from 'react';
import type { MetricResult } from '../api.js';
import { change } from '../format.js';
import { sentenceOf, verdictColour, verdictOf } from '../readout.js';

interface Row {
  readonly variant: string;
  readonly estimate: number;
  readonly lower: number;
  readonly upper: number;
  readonly colour: string;
}

const rowHeight = 44;

/** The relative effect of each variant against the baseline with its 95 % interval, on one scale around the zero line. */
export function IntervalPlot({ metric }: { readonly metric: MetricResult }): ReactNode {
  const holder = useRef<HTMLDivElement>(null);
  const [width, setWidth] = useState(0);
  const rows = rowsOf(metric);
  const label = metric.variants
    .filter(({ relative }) => relative !== null)
    .map(({ variant, relative }) => sentenceOf(metric, variant, relative))
    .join(' ');

  useEffect(() => {
    const element = holder.current;
    if (element === null) return undefined;
    const observer = new ResizeObserver(([entry]) => setWidth(Math.round(entry?.contentRect.width ?? 0)));
    observer.observe(element);
    return () => observer.disconnect();
  }, []);

  useEffect(() => {
    const element = holder.current;
    if (element === null || width === 0 || rows.length === 0) return undefined;
    const plot = draw(rows, width);
    // Its own <style> would need an exception in the content security policy; readout.css says the same.
    plot.querySelector('style')?.remove();
    element.replaceChildren(plot);
    return () => plot.remove();
  });

  if (rows.length === 0) return null;
  return <div ref={holder} className="plot" role="img" aria-label={`Relative effect. ${label}`} />;
}

const rowsOf = (metric: MetricResult): Row[] =>
  metric.variants.flatMap(({ variant, relative }) =>
    relative?.kind === 'estimate' ? [{ variant, ...relative, colour: verdictColour[verdictOf(metric, relative)] }] : [],
  );

function draw(rows: readonly Row[], width: number): Element {
  const narrow = width < 480;
  return Plot.plot({
    width,
    height: rows.length * rowHeight + 34,
    marginLeft: narrow ? 74 : 120,
    marginRight: 20,
    marginTop: 4,
    marginBottom: 30,
    className: 'interval-plot',
    x: { nice: true, label: null, tickFormat: change, ticks: narrow ? 3 : 6, tickSize: 0 },
    y: { domain: rows.map(({ variant }) => variant), label: null, padding: 0.4 },
    marks: [
      Plot.gridX({ stroke: 'var(--line)', strokeOpacity: 1, ticks: narrow ? 3 : 6 }),
      Plot.ruleX([0], { stroke: 'var(--line-strong)', strokeWidth: 1.5 }),
      Plot.axisY({ tickSize: 0, tickPadding: 12, textOverflow: 'ellipsis', lineWidth: narrow ? 6 : 10 }),
      Plot.ruleY(rows, {
        y: 'variant',
        x1: 'lower',
        x2: 'upper',
        stroke: 'colour',
        strokeWidth: 3,
        strokeLinecap: 'round',
      }),
      Plot.dot(rows, { y: 'variant', x: 'estimate', fill: 'colour', stroke: 'var(--surface)', strokeWidth: 2, r: 6 }),
      Plot.text(rows, {
        y: 'variant',
        x: 'estimate',
        dy: -13,
        text: ({ estimate }: Row) => change(estimate),
        fill: 'var(--ink)',
        fontWeight: 600,
      }),
    ],
  });
}
