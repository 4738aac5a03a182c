import type { FileMetricView, FileReadout } from '#libs/contracts';
import { percentText, pText } from '#libs/experimentation';
import { counted } from '../terminal/counted.js';
import { axisOf, type Axis } from './interval-plot.js';
import { Markup, markup } from './markup.js';
import { noteList, originSection, pageOf } from './page-frame.js';
import { barPlot, daysPlot } from './page-plots.js';
import { printable } from './printable.js';
import { daysText, shownOf, valueText, whatOf, withoutText } from './shown-effects.js';

/** The readout as one page that needs nothing else, in light and dark. */
export function readoutPage(given: FileReadout): string {
  const readout = printable({ ...given, queries: [] });
  const { file, rows, units, variant, notes, metrics } = readout;
  const before = notes.filter(({ level }) => level !== 'note');
  const after = notes.filter(({ level }) => level === 'note');
  return pageOf(file.name, [
    markup`<h1>${file.name}</h1>
<p>${counted(rows.total, 'row')}, ${counted(units.total, 'unit')} by ${variant}: ${splitText(readout)}.</p>
<p class="muted">${ratioText(readout)}</p>
${noteList(before)}
<h2>What it says</h2>
<ul class="words">${metrics.flatMap(({ effects }) => effects.map(({ words }) => markup`<li>${words}</li>`))}</ul>
<h2>Effects</h2>
${effectTable(readout)}
${daySection(metrics)}
<h2>How it was read</h2>
${noteList(after)}
<p>Each number is from exact sums over the units; the texts that made them are below.</p>`,
    originSection({ ...readout, queries: given.queries }),
  ]);
}

const splitText = ({ units }: FileReadout): string =>
  units.variants
    .map(
      (one) => `${one.variant} ${one.units.toLocaleString('en-US')} (${percentText(one.units / units.total).slice(1)})`,
    )
    .join(', ');

const ratioText = ({ sample_ratio: ratio }: FileReadout): string =>
  ratio.kind === 'estimate'
    ? `${ratio.mismatch ? 'The split is broken' : ratio.text.replace(/\.$/, '')}: χ² ${ratio.chi_square.toFixed(2)}, p ${pText(ratio.p_value)}.`
    : ratio.detail;

function effectTable(readout: FileReadout): Markup {
  const { metrics, alpha, comparisons } = readout;
  const joint = (effect: FileMetricView['effects'][number]) => (comparisons > 1 ? effect.joint : null);
  const axis = axisOf(metrics.flatMap(({ effects }) => effects.flatMap((one) => shownOf(one, joint(one)).drawn ?? [])));
  const level = `${Number((100 * (1 - alpha)).toFixed(2))} % interval`;
  return markup`<div class="wide"><table>
<thead><tr><th scope="col"></th><th scope="col">units</th><th scope="col">value</th><th scope="col">effect</th><th scope="col">${level}</th><th scope="col">${comparisons > 1 ? 'p (Holm)' : 'p'}</th><th scope="col">${percentText(-axis.reach)} to ${percentText(axis.reach)}</th></tr></thead>
${metrics.map((metric) => metricRows(readout, metric, axis))}
</table></div>`;
}

function metricRows({ comparisons }: FileReadout, metric: FileMetricView, axis: Axis): Markup {
  const rows = metric.variants.map((numbers) => {
    const effect = metric.effects.find(({ variant }) => variant === numbers.variant);
    const value = markup`<td>${numbers.variant}</td><td>${numbers.units.toLocaleString('en-US')}</td><td>${valueText(metric, numbers.mean)}</td>`;
    if (effect === undefined) return markup`<tr>${value}<td></td><td></td><td></td><td></td></tr>`;
    const { effect: size, interval, p, drawn } = shownOf(effect, comparisons > 1 ? effect.joint : null);
    const stands = effect.verdict === 'higher' || effect.verdict === 'lower';
    const row = markup`<tr class="${stands ? 'stands' : ''}">${value}<td>${size}</td><td>${interval}</td><td>${p}</td><td>${drawn === null ? '' : barPlot(drawn, axis, stands)}</td></tr>`;
    if (effect.plain === null) return row;
    const plain = shownOf(effect.plain);
    return markup`${row}<tr class="plain"><td>${withoutText(metric)}</td><td></td><td></td><td>${plain.effect}</td><td>${plain.interval}</td><td>${plain.p}</td><td>${plain.drawn === null ? '' : barPlot(plain.drawn, axis, false)}</td></tr>`;
  });
  return markup`<tbody><tr><th colspan="7" scope="rowgroup">${metric.key} <span>${whatOf(metric)}</span></th></tr>${rows}</tbody>`;
}

function daySection(metrics: readonly FileMetricView[]): Markup {
  const charts = metrics.flatMap((metric) =>
    metric.effects.flatMap(({ variant }) => {
      const plot = daysPlot(metric, variant);
      const text = daysText(metric, variant);
      return plot === null || text === null
        ? []
        : [markup`<h3>${metric.key} in ${variant}</h3><p class="muted">${text}</p>${plot}`];
    }),
  );
  return charts.length === 0 ? markup`` : markup`<h2>From day to day</h2>${charts}`;
}
