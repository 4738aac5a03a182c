import type { ComponentProps, ReactNode } from 'react';

interface ButtonProps extends Omit<ComponentProps<'button'>, 'disabled'> {
  /** Pressed meanwhile it does nothing, by Enter in a field of its form neither. */
  readonly busy: boolean;
}

/** A button of what takes its time. It keeps the focus, which a disabled one would lose. */
export function Button({ busy, type = 'button', onClick, ...others }: ButtonProps): ReactNode {
  return (
    <button
      {...others}
      type={type}
      aria-disabled={busy}
      onClick={(event) => (busy ? event.preventDefault() : onClick?.(event))}
    />
  );
}
