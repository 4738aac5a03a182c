import { createContext, use, useEffect, useMemo, useState, type ReactNode } from 'react';
import type { Principal, ScopeName, SessionView } from '#libs/contracts';
import { call, onSignedOut } from './http.js';
import { holdCompanyCurrency } from './money.js';
import { useLoad } from './use-load.js';

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
  const [changed, setChanged] = useState<Principal | null>();
  const { data, error, reload } = useLoad<SessionView>('/v1/session');
  const person = changed === undefined ? data?.person : changed;
  if (data !== undefined) holdCompanyCurrency(data.company_currency);

  useEffect(() => onSignedOut(() => setChanged(null)), []);

  const session = useMemo<Session>(
    () => ({
      person,
      error: person === undefined ? error : undefined,
      signIn: async (email, password) => setChanged(await call<Principal>('POST', '/v1/session', { email, password })),
      signOut: async () => {
        await call('DELETE', '/v1/session');
        setChanged(null);
      },
      may: (scope) => person?.scopes.includes(scope) ?? false,
      retry: reload,
    }),
    [person, error, reload],
  );
  return <SessionContext value={session}>{children}</SessionContext>;
}

export function useSession(): Session {
  const session = use(SessionContext);
  if (session === undefined) throw new Error('There is no session around this component.');
  return session;
}
