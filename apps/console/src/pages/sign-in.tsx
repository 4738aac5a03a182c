import { useState, type FormEvent, type ReactNode } from 'react';
import { Button } from '../components/button.js';
import { Field } from '../components/field.js';
import { Note } from '../components/note.js';
import { Page } from '../components/page.js';
import { Refusal } from '../components/refusal.js';
import { textsOf } from '../form.js';
import { ApiError } from '../http.js';
import { useSession } from '../session.js';

export function SignInPage(): ReactNode {
  const { signIn } = useSession();
  const [busy, setBusy] = useState(false);
  const [error, setError] = useState<unknown>();

  const submit = (event: FormEvent<HTMLFormElement>): void => {
    event.preventDefault();
    const { email = '', password = '' } = textsOf(event.currentTarget);
    setBusy(true);
    setError(undefined);
    signIn(email, password)
      .catch(setError)
      .finally(() => setBusy(false));
  };

  return (
    <div className="sign-in panel">
      <Page title="Sign in">
        {error === undefined ? null : <SignInRefusal error={error} />}
        <form className="stack" onSubmit={submit}>
          <Field label="E-mail">
            {(control) => <input {...control} name="email" type="email" autoComplete="username" required />}
          </Field>
          <Field label="Password" hint="On a first start, npm start prints one for the admin.">
            {(control) => (
              <input {...control} name="password" type="password" autoComplete="current-password" required />
            )}
          </Field>
          <Button type="submit" className="primary" busy={busy}>
            {busy ? 'Signing in …' : 'Sign in'}
          </Button>
        </form>
      </Page>
    </div>
  );
}

/** Wrong credentials are the common case and need other advice than a lost session. */
function SignInRefusal({ error }: { readonly error: unknown }): ReactNode {
  if (!(error instanceof ApiError) || error.status !== 401) return <Refusal error={error} />;
  return (
    <Note tone="bad" title="That did not work" urgent>
      <p>The e-mail or the password is wrong. Check both; an admin can make you a new password.</p>
    </Note>
  );
}
