import type { ReactNode, RefObject } from 'react';
import { Link } from 'react-router';

interface FilterButtonsProps {
  readonly name: string;
  readonly button: RefObject<HTMLButtonElement | null>;
  /** The address without any filter, while there is one. */
  readonly clear: string | undefined;
}

/** Asks what a form of filters says, or drops all of them. */
export function FilterButtons({ name, button, clear }: FilterButtonsProps): ReactNode {
  return (
    <>
      <button ref={button} type="submit" className="primary">
        {name}
      </button>
      {clear === undefined ? null : (
        <Link className="button" to={clear}>
          Clear
        </Link>
      )}
    </>
  );
}
