import type { ReactNode } from 'react';
import { ago, localDay, localSecond, localTime, utc } from '../format.js';
import { useNow } from '../use-now.js';

const formats = { ago, day: localDay, second: localSecond };

interface TimeProps {
  /** RFC 3339. */
  readonly at: string;
  /** `ago`: how long since, instead of the date; `day`: the date alone; `second`: the time to the second. */
  readonly as?: keyof typeof formats;
}

/** A time in the viewer's zone; its title has it in full and in UTC. */
export function Time({ at, as }: TimeProps): ReactNode {
  const now = useNow(as === 'ago' ? 30_000 : null);
  const time = new Date(at);
  if (Number.isNaN(time.getTime())) return <span>{at}</span>;
  const text = as === undefined ? localTime(time) : formats[as](time, now);
  return (
    <time dateTime={at} title={as === undefined ? utc(time) : `${localTime(time)} (${utc(time)})`}>
      {text}
    </time>
  );
}
