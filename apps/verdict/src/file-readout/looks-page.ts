import type { FileLooks } from '#libs/contracts';
import { axisFor, drawnOf, lookCells, lookHead, splitLine } from './looks-text.js';
import { Markup, markup } from './markup.js';
import { noteList, originSection, pageOf } from './page-frame.js';
import { barPlot } from './page-plots.js';
import { printable } from './printable.js';

/** The looks as one page. */
export function looksPage(given: FileLooks): string {
  const looks = printable({ ...given, queries: [] });
  const { file, notes, metrics, procedure, baseline } = looks;
  const ofLevel = (isNote: boolean) => notes.filter(({ level }) => (level === 'note') === isNote);
  return pageOf(file.name, [
    markup`<h1>${file.name}</h1>
<p>${procedure === 'group_sequential' ? 'Group-sequential looks' : 'A confidence sequence'}, everything against ${baseline}.</p>
${metrics.map((metric) => markup`<p class="muted">${splitLine(metric)}</p>`)}
${noteList(ofLevel(false))}
<h2>What it says</h2>
<ul class="words">${metrics.flatMap(({ treatments }) => treatments.map(({ words }) => markup`<li>${words}</li>`))}</ul>
<h2>Looks</h2>`,
    ...metrics.flatMap(({ key, treatments }) =>
      treatments.map(
        (one) => markup`<h3>${key}: ${one.variant} against ${baseline}</h3>${lookTable(lookHead(looks), one.looks)}`,
      ),
    ),
    markup`<h2>How it was read</h2>${noteList(ofLevel(true))}`,
    originSection({ ...looks, queries: given.queries }),
  ]);
}

function lookTable(
  head: readonly string[],
  looks: FileLooks['metrics'][number]['treatments'][number]['looks'],
): Markup {
  const axis = axisFor(looks);
  const rows = looks.map((look) => {
    if ('kind' in look) return markup`<tr><td>${look.day}</td><td colspan="8">${look.detail}</td></tr>`;
    const drawn = drawnOf(look);
    const plot = drawn === null ? '' : barPlot(drawn, axis, look.stage === 'final');
    return markup`<tr class="${look.stage === 'final' ? 'stands' : ''}">${lookCells(look).map((cell) => markup`<td>${cell}</td>`)}<td>${plot}</td></tr>`;
  });
  return markup`<div class="wide looks"><table><thead><tr>${[...head, ''].map((name) => markup`<th scope="col">${name}</th>`)}</tr></thead><tbody>${rows}</tbody></table></div>`;
}
