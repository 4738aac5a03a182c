import type { ReactNode } from 'react';
import { calendarDay } from '../format.js';

/** A day of the calendar, YYYY-MM-DD: it has no zone to be shown in. */
export function Day({ on }: { readonly on: string }): ReactNode {
  return (
    <time dateTime={on} title={on}>
      {calendarDay(on)}
    </time>
  );
}
