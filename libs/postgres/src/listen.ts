/** The injection token of `Listen`. */
export const LISTEN = Symbol('LISTEN');

/** Listens to a NOTIFY channel until the process stops; see `Listener`. */
export type Listen = (
  channel: string,
  handlers: { readonly onNotify: (payload: string) => void; readonly onConnect: () => void },
) => void;
