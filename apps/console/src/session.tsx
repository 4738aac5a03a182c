import { createContext, use, useCallback, useEffect, useMemo, useState, type ReactNode } from 'react';
import type { Principal, ScopeName } from '#libs/contracts';
import { ApiError, call, onSignedOut, read } from './http.js';

export interface Session {
  /** Undefined until the server has said who this is; null when it is nobody. */
  readonly person: Principal | null | undefined;
  /** Why the server could not say. */
  readonly error: unknown;
  readonly signIn: (email: string, password: string) => Promise<void>;
  readonly signOut: () => Promise<void>;
  readonly may: (scope: ScopeName) => boolean;
  readonly retry: () => void;
}

const SessionContext = createContext<Session | undefined>(undefined);

/** Who is signed in. The cookie is out of the page's reach, so the server is asked once at the start. */
export function SessionProvider({ children }: { readonly children: ReactNode }): ReactNode {
  const [person, setPerson] = useState<Principal | null>();
  const [error, setError] = useState<unknown>();

  const ask = useCallback(() => {
    setError(undefined);
    read<Principal>('/v1/me')
      .then(setPerson)
      .catch((reason: unknown) => {
        if (reason instanceof ApiError && reason.status === 401) setPerson(null);
        else setError(reason);
      });
  }, []);

  useEffect(() => {
    onSignedOut(() => setPerson(null));
    ask();
  }, [ask]);

  const session = useMemo<Session>(
    () => ({
      person,
      error,
      signIn: async (email, password) => setPerson(await call<Principal>('POST', '/v1/session', { email, password })),
      signOut: async () => {
        await call('DELETE', '/v1/session');
        setPerson(null);
      },
      may: (scope) => person?.scopes.includes(scope) ?? false,
      retry: ask,
    }),
    [person, error, ask],
  );
  return <SessionContext value={session}>{children}</SessionContext>;
}

export function useSession(): Session {
  const session = use(SessionContext);
  if (session === undefined) throw new Error('There is no session around this component.');
  return session;
}
