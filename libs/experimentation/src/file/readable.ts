import { invalid } from '#libs/errors';

/** DuckDB's words for a file that is not what its name says, without what it suggests, which is of no use here. */
export async function readable<Result>(read: () => Promise<Result>): Promise<Result> {
  try {
    return await read();
  } catch (error) {
    const message = String((error as { readonly message?: unknown }).message);
    if (!/^(Invalid Input|IO|Conversion|Binder|Invalid|Not implemented) Error/.test(message)) throw error;
    throw invalid(`The file cannot be read: ${plainly(message)}.`);
  }
}

/** The line, and what is wrong with it. */
function plainly(message: string): string {
  const csv = /^CSV Error on Line: (\d+)$/m.exec(message.replace(/^[\w ]+ Error: /, ''))?.[1];
  if (csv !== undefined) {
    const why =
      /^(Expected Number of Columns.*|Value with unterminated quote.*|Invalid unicode.*|Maximum line size.*)$/m;
    return `line ${csv}: ${lowered(why.exec(message)?.[1] ?? 'it is no CSV')}`;
  }
  // It counts the line that it was going to read.
  const json = /^[\w ]+ Error: (Malformed JSON).*?in (?:line|record\/value) (\d+)(: [^.\n]*)/.exec(message);
  if (json !== null) return `line ${Number(json[2]) - 1}: ${lowered(`${json[1]}${json[3]}`)}`;
  const [first = ''] = message.split('\n');
  return first
    .replace(/^[\w ]+ Error: /, '')
    .replaceAll(/["'][^"']*verdict-analyse-[^"']*["']/g, 'it')
    .replace(/[.:\s]*$/, '');
}

const lowered = (text: string): string => `${text.charAt(0).toLowerCase()}${text.slice(1).replace(/\.$/, '')}`;
