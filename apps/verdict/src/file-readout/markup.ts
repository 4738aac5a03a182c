/** Markup that is ours; everything else that comes into a page is text. */
export class Markup {
  constructor(readonly text: string) {}
}

type Piece = string | number | Markup | readonly (string | Markup)[];

const entities: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};

const escaped = (text: string): string => text.replaceAll(/[&<>"']/g, (letter) => entities[letter] ?? letter);

/** Pieces of a page: what is put into it is escaped unless it was made here. Attributes are in double quotes. */
export function markup(strings: TemplateStringsArray, ...pieces: readonly Piece[]): Markup {
  const texts = pieces.map(textOf);
  return new Markup(strings.map((string, index) => string + (texts[index] ?? '')).join(''));
}

function textOf(piece: Piece): string {
  if (piece instanceof Markup) return piece.text;
  if (typeof piece === 'string' || typeof piece === 'number') return escaped(String(piece));
  return piece.map(textOf).join('');
}
