import type { ReactNode } from 'react';

/** A name in code, `$experiment_started`: where it has to break into lines it does so between its words. */
export function Breakable({ name }: { readonly name: string }): ReactNode {
  const end = name.indexOf('_') + 1;
  if (end === 0) return name;
  return (
    <>
      {name.slice(0, end)}
      <wbr />
      <Breakable name={name.slice(end)} />
    </>
  );
}
