import type { ReactNode } from 'react';
import { Day } from './day.js';

/** A range of days, both ends among them; one day alone stands by itself. */
export function Days({ from, to }: { readonly from: string; readonly to: string }): ReactNode {
  if (from === to) return <Day on={from} />;
  return (
    <>
      <span className="nowrap">
        <Day on={from} /> –
      </span>{' '}
      <span className="nowrap">
        <Day on={to} />
      </span>
    </>
  );
}
