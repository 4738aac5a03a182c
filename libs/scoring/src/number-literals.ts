/** A text rewritten for the parser, and the way back from a place in it to the place that the author knows. */
export interface RewrittenText {
  readonly text: string;
  readonly originalOffset: (offset: number) => number;
}

/** Strings (raw, bytes and triple-quoted ones too), comments, names and numbers with a point or exponent pass as they are. */
const token = new RegExp(
  [
    String.raw`[bB]?[rR](?:"""[^]*?"""|'''[^]*?'''|"[^"\n]*"|'[^'\n]*')`,
    String.raw`[bB]?(?:"""(?:\\[^]|[^\\])*?"""|'''(?:\\[^]|[^\\])*?'''|"(?:\\.|[^"\\\n])*"|'(?:\\.|[^'\\\n])*')`,
    String.raw`//[^\n]*`,
    String.raw`[A-Za-z_]\w*`,
    String.raw`0[xX][0-9a-fA-F]+[uU]?`,
    String.raw`\d*\.\d+(?:[eE][+-]?\d+)?|\d+[eE][+-]?\d+|\d+[uU]`,
    String.raw`(?<whole>\d+)`,
  ].join('|'),
  'g',
);

const suffix = '.0';

/**
 * Makes every whole number of a CEL text a double: in CEL 5 / 2 is 2, and a list or a choice may not mix 1 with 2.5;
 * to the author of a rule a number is a number. Example: `x in [1, 2.5]` becomes `x in [1.0, 2.5]`.
 */
export function withDoubleLiterals(expression: string): RewrittenText {
  const insertions: number[] = [];
  const text = expression.replace(token, (match: string, ...rest: unknown[]) => {
    const groups = rest.at(-1) as { whole?: string };
    if (groups.whole === undefined) return match;
    insertions.push((rest.at(-3) as number) + match.length + insertions.length * suffix.length);
    return match + suffix;
  });
  return {
    text,
    originalOffset: (offset) => offset - suffix.length * insertions.filter((insertion) => insertion < offset).length,
  };
}
