import type { RunningServer } from './running-server.js';

/** Where the SQL of an answer can be read. A server that ends with the command has no page to open: another command shows it. */
export function sqlPlace(server: RunningServer, hash: string): string {
  const { url, first } = server.place(`/queries/${hash}`);
  return first === undefined ? `SQL: ${url}` : `SQL: npx verdict warehouse sql ${hash}\n(after ${first} also ${url})`;
}
