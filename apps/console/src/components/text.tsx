import { Fragment, type ReactNode } from 'react';
import { Time } from './time.js';

const instant = /\d{4}-\d{2}-\d{2}T\d{2}:\d{2}(:\d{2}(\.\d+)?)?(Z|[+-]\d{2}:\d{2})/g;

/** A sentence of the server's: the times in it, which it has to write in UTC, are shown as all others are. */
export function Text({ children }: { readonly children: string }): ReactNode {
  let end = 0;
  const parts = [...children.matchAll(instant)].map(({ 0: at, index }) => {
    const before = children.slice(end, index);
    end = index + at.length;
    return (
      <Fragment key={index}>
        {before}
        <Time at={at} />
      </Fragment>
    );
  });
  return [...parts, children.slice(end)];
}
