import type { ReactNode } from 'react';
import { Link } from 'react-router';

interface PagesProps {
  /** The address of the first page, while another one is shown. */
  readonly first: string | undefined;
  readonly next: string | undefined;
}

/** The ways through a list that comes in pages; nothing where there is one page only. */
export function Pages({ first, next }: PagesProps): ReactNode {
  if (first === undefined && next === undefined) return null;
  return (
    <nav className="row" aria-label="Pages">
      {first === undefined ? null : (
        <Link className="button" to={first}>
          First page
        </Link>
      )}
      {next === undefined ? null : (
        <Link className="button" to={next}>
          Next page
        </Link>
      )}
    </nav>
  );
}
