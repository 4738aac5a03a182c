import type { ReactNode } from 'react';
import { ago, localTime, utc } from '../format.js';
import { useNow } from '../use-now.js';

interface TimeProps {
  /** RFC 3339. */
  readonly at: string;
  /** How long ago, instead of the date. */
  readonly relative?: boolean;
}

/** A time in the viewer's zone; its title has UTC. */
export function Time({ at, relative = false }: TimeProps): ReactNode {
  const now = useNow(relative ? 30_000 : null);
  const time = new Date(at);
  if (Number.isNaN(time.getTime())) return <span>{at}</span>;
  return (
    <time dateTime={at} title={relative ? `${localTime(time)} (${utc(time)})` : utc(time)}>
      {relative ? ago(time, now) : localTime(time)}
    </time>
  );
}
