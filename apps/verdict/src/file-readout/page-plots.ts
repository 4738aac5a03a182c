import type { FileMetricView } from '#libs/contracts';
import { percentText, signedText } from '#libs/experimentation';
import type { Axis, Drawn } from './interval-plot.js';
import { Markup, markup } from './markup.js';

const bar = { width: 260, height: 22 };

/** An interval beside its numbers, on the axis of the whole table. */
export function barPlot({ estimate, lower, upper }: Drawn, { reach }: Axis, stands: boolean): Markup {
  const at = (value: number): number => Math.min(bar.width, Math.max(0, ((value / reach + 1) / 2) * bar.width));
  const middle = bar.height / 2;
  const name = `${percentText(estimate)}, ${percentText(lower)} to ${percentText(upper)}`;
  return markup`<svg class="${stands ? 'bar stands' : 'bar'}" viewBox="0 0 ${bar.width} ${bar.height}" role="img" aria-label="${name}">
<line class="zero" x1="${at(0)}" x2="${at(0)}" y1="0" y2="${bar.height}"/>
<line class="reach" x1="${at(lower)}" x2="${at(upper)}" y1="${middle}" y2="${middle}"/>
${[lower, upper].map((end) => (Math.abs(end) > reach ? arrow(at(end), middle, end) : markup`<line class="reach" x1="${at(end)}" x2="${at(end)}" y1="${middle - 5}" y2="${middle + 5}"/>`))}
<circle class="point" cx="${at(estimate)}" cy="${middle}" r="4"/></svg>`;
}

/** The interval goes on beyond the axis. */
const arrow = (x: number, y: number, end: number): Markup => {
  const back = end > 0 ? -6 : 6;
  return markup`<path class="point" d="M${x} ${y} l${back} -5 v10 z"/>`;
};

const chart = { width: 640, height: 180, left: 76, right: 12, top: 10, bottom: 24 };

/** How an effect stood from day to day, within the interval that may be read on every day. */
export function daysPlot(metric: FileMetricView, variant: string): Markup | null {
  const points = (metric.days ?? []).flatMap(({ day, effects }) => {
    const found = effects.find((one) => one.variant === variant);
    if (found === undefined || found.always_valid.kind !== 'estimate' || found.estimate === null) return [];
    return [{ day, estimate: found.estimate, ...found.always_valid.interval }];
  });
  if (points.length < 2) return null;
  const reach = reachOf(points);
  const x = (index: number): number =>
    chart.left + (index / (points.length - 1)) * (chart.width - chart.left - chart.right);
  const y = (value: number): number => {
    const within = Math.min(reach, Math.max(-reach, value));
    return chart.top + ((1 - within / reach) / 2) * (chart.height - chart.top - chart.bottom);
  };
  const round = (value: number): string => value.toFixed(1);
  const path = (values: readonly number[]): string =>
    values.map((value, index) => `${index === 0 ? 'M' : 'L'}${round(x(index))} ${round(y(value))}`).join(' ');
  const back = points
    .map(({ lower }, index) => `L${round(x(index))} ${round(y(lower))}`)
    .toReversed()
    .join(' ');
  const band = `${path(points.map(({ upper }) => upper))} ${back} Z`;
  const [first, last] = [points[0]!, points.at(-1)!];
  const name = `${metric.key} in ${variant} from ${first.day} to ${last.day}: in the end ${signedText(last.estimate)}, ${signedText(last.lower)} to ${signedText(last.upper)}`;
  return markup`<svg class="days" viewBox="0 0 ${chart.width} ${chart.height}" role="img" aria-label="${name}">
<path class="band" d="${band}"/>
<line class="zero" x1="${chart.left}" x2="${chart.width - chart.right}" y1="${y(0)}" y2="${y(0)}"/>
<path class="course" d="${path(points.map(({ estimate }) => estimate))}"/>
<text x="${chart.left - 6}" y="${y(reach) + 8}" text-anchor="end">${signedText(reach)}</text>
<text x="${chart.left - 6}" y="${y(0) + 4}" text-anchor="end">0</text>
<text x="${chart.left - 6}" y="${y(-reach)}" text-anchor="end">${signedText(-reach)}</text>
<text x="${chart.left}" y="${chart.height - 6}">${first.day}</text>
<text x="${chart.width - chart.right}" y="${chart.height - 6}" text-anchor="end">${last.day}</text></svg>`;
}

/** Of the later half: the first days' intervals are so wide that nothing else would be seen. */
function reachOf(points: readonly { readonly lower: number; readonly upper: number }[]): number {
  const later = points.slice(Math.floor(points.length / 2));
  const reach = 1.5 * Math.max(...later.map(({ lower, upper }) => Math.max(Math.abs(lower), Math.abs(upper))));
  return reach > 0 ? Number(reach.toPrecision(2)) : 1;
}
