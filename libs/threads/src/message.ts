import type { ErrorKind, FieldProblem } from '#libs/errors';

/** What a thread says, each time that it is asked. */
export type ThreadMessage =
  | { readonly value: unknown }
  | { readonly done: true }
  | {
      readonly failed: {
        readonly message: string;
        readonly stack: string | undefined;
        /** Of a VerdictError. */
        readonly kind: ErrorKind | undefined;
        readonly problems: readonly FieldProblem[];
      };
    };

/** What a thread is asked: one more item. */
export const next = 'next';
