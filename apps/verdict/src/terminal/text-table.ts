const widest = 60;

/** Columns under their names, as wide as they need; a cell that is longer than 60 characters ends in …. */
export function textTable(columns: readonly string[], rows: readonly (readonly string[])[]): string {
  const cells = [columns, ...rows].map((row) => row.map(shortened));
  const widths = columns.map((_, index) => Math.max(...cells.map((row) => (row[index] ?? '').length)));
  const line = (row: readonly string[]): string =>
    row
      .map((cell, index) => cell.padEnd(widths[index] ?? 0))
      .join('  ')
      .trimEnd();
  const [head = [], ...body] = cells;
  return [line(head), widths.map((width) => '─'.repeat(width)).join('  '), ...body.map(line)].join('\n');
}

function shortened(text: string): string {
  const flat = text.replaceAll(/\s+/g, ' ');
  return flat.length > widest ? `${flat.slice(0, widest - 1)}…` : flat;
}
