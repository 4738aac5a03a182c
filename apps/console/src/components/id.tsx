import type { ReactNode } from 'react';

const uuid = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;

/** An identifier. Of a UUID its end, which tells two apart (the beginning is a time); of any other as much as fits. */
export function Id({ value }: { readonly value: string }): ReactNode {
  if (uuid.test(value))
    return (
      <code className="nowrap" title={value}>
        …{value.slice(-12)}
      </code>
    );
  return (
    <code className="id" title={value}>
      {value}
    </code>
  );
}
