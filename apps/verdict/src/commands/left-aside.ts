import type { QuarantinedLine } from '#libs/contracts';
import type { RunningServer } from '../client/running-server.js';

/** The first lines that were left aside, and where the rest is. */
export interface LeftAside {
  readonly lines: readonly Pick<QuarantinedLine, 'line' | 'field' | 'rule' | 'detail'>[];
  readonly place: ReturnType<RunningServer['place']>;
}

/** What has to be done before a place can be opened. */
const afterStart = ({ first }: LeftAside['place']): string => (first === undefined ? '' : `, after ${first}`);

const linesShown = 3;

const number = (value: number): string => value.toLocaleString('en-US');

/** What is wrong with how many of them, the first few, and how to read all. */
export function describeLeftAside({ lines, place }: LeftAside, quarantined: number): string[] {
  const byRule = new Map<string, number>();
  for (const { rule } of lines) byRule.set(rule, (byRule.get(rule) ?? 0) + 1);
  const rules = [...byRule].toSorted(([, left], [, right]) => right - left).map(([rule, n]) => `${number(n)} ${rule}`);
  const counted = lines.length < quarantined ? `, of the first ${number(lines.length)}` : '';
  return [
    `  left aside${counted}: ${rules.join(', ')}`,
    ...lines.slice(0, linesShown).map(({ line, field, rule, detail }) => {
      const place = field === null ? '' : `${field}, `;
      return `    line ${number(line)}: ${place}${rule}: ${detail}`;
    }),
    `  all of them${afterStart(place)}: curl -H "authorization: Bearer $ADMIN" ${place.url}`,
  ];
}
