import type { FileNote, FileReadout } from '#libs/contracts';
import { counted } from '../terminal/counted.js';
import { Markup, markup } from './markup.js';
import { pageStyle } from './page-style.js';

/** Nothing is loaded and nothing runs: what comes from the file can only be shown. */
const contentSecurity = "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'";

/** A page that needs nothing else, in light and dark. */
export const pageOf = (title: string, body: readonly Markup[]): string =>
  markup`<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${contentSecurity}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${title}: readout</title>
<style>${new Markup(pageStyle)}</style>
</head>
<body>
<main>
${body}
</main>
</body>
</html>
`.text;

export const noteList = (notes: readonly FileNote[]): Markup =>
  notes.length === 0
    ? markup``
    : markup`<ul class="notes">${notes.map(({ level, text }) => markup`<li class="${level}">${text}</li>`)}</ul>`;

/** What the numbers are from: the file, the versions and every text that was run. */
export const originSection = ({
  file,
  versions,
  queries,
}: Pick<FileReadout, 'file' | 'versions' | 'queries'>): Markup =>
  markup`<p><small>SHA-256 of the file <code>${file.sha256}</code>, ${counted(file.bytes, 'byte')}. Verdict ${versions.verdict}, ${versions.engine}, Node ${versions.node}.</small></p>
<details><summary>${counted(queries.length, 'query', 'queries')}</summary>
${queries.map(({ name, hash, text }) => markup`<h3>${name}</h3><p><small><code>${hash}</code></small></p><pre tabindex="0">${text}</pre>`)}
</details>`;
