import type { ReactNode } from 'react';
import { Link, useNavigate, useParams } from 'react-router';
import type { Fact } from '../api.js';
import { Button } from '../components/button.js';
import { Field } from '../components/field.js';
import { Form } from '../components/form.js';
import { LoadedView } from '../components/loaded-view.js';
import { Page } from '../components/page.js';
import { Published } from '../components/published.js';
import type { FieldNames } from '../field-problems.js';
import { call } from '../http.js';
import { useShortcuts } from '../shortcuts.js';
import { useAction } from '../use-action.js';
import { useLoad } from '../use-load.js';

const fields: FieldNames = {
  '/key': 'the key',
  '/name': 'the name',
  '/sql': 'the SQL',
  '/scale': 'the digits after the point',
};

export function NewFactPage(): ReactNode {
  const navigate = useNavigate();
  useShortcuts({ Escape: () => void navigate('/metrics') });
  return (
    <Page
      title="New fact"
      crumb={<Link to="/metrics">Metrics</Link>}
      lead={<p>One row each time that somebody acted: whose it is, when, and what metrics add up or filter by.</p>}
    >
      <FactForm onKept={({ key }) => void navigate(`/facts/${key}`)} />
    </Page>
  );
}

export function ChangeFactPage(): ReactNode {
  const { key = '' } = useParams();
  const navigate = useNavigate();
  const loaded = useLoad<Fact>(`/v1/facts/${encodeURIComponent(key)}`);
  useShortcuts({ Escape: () => void navigate(`/facts/${key}`) });
  return (
    <Page
      title="Change the fact"
      crumb={<Link to={`/facts/${key}`}>{loaded.data?.name ?? 'The fact'}</Link>}
      lead={<p>A new version, which metrics use once it was checked. Experiments that have started keep theirs.</p>}
    >
      <LoadedView from={loaded} what="the fact">
        {(fact) => <FactForm fact={fact} onKept={() => void navigate(`/facts/${key}`)} />}
      </LoadedView>
    </Page>
  );
}

interface FactFormProps {
  /** What it was, where it is changed. */
  readonly fact?: Fact;
  readonly onKept: (fact: Fact) => void;
}

function FactForm({ fact, onKept }: FactFormProps): ReactNode {
  const { busy, error, run } = useAction();
  const keep = ({ scale = '0', description = '', ...texts }: Readonly<Record<string, string>>): void => {
    const body = { ...texts, description, scale: Number(scale) };
    void run(async () =>
      onKept(
        fact === undefined
          ? await call<Fact>('POST', '/v1/facts', body)
          : await call<Fact>('PATCH', `/v1/facts/${fact.key}`, { ...body, version: fact.version }),
      ),
    );
  };
  return (
    <Form
      error={error}
      refusedTitle="The fact was not kept"
      fields={fields}
      onSubmit={keep}
      buttons={
        <div className="row">
          <Button type="submit" className="primary" busy={busy}>
            {fact === undefined ? 'Keep the fact' : 'Keep the change'}
          </Button>
          <span className="small muted">It is run on an empty day then, and its columns are shown.</span>
        </div>
      }
    >
      <section className="panel" aria-label="The fact">
        {fact === undefined ? (
          <Field label="Key" hint="Lower-case letters, digits and _; it stays." place="/key">
            {(control) => <input {...control} name="key" required pattern="[a-z][a-z0-9_]{0,62}" spellCheck={false} />}
          </Field>
        ) : null}
        <Field label="Name" place="/name">
          {(control) => <input {...control} name="name" required maxLength={200} defaultValue={fact?.name} />}
        </Field>
        <Field label="Description">
          {(control) => (
            <textarea {...control} name="description" rows={2} maxLength={2_000} defaultValue={fact?.description} />
          )}
        </Field>
        <Field
          label="SQL"
          hint="One SELECT: visitor_id, backer_id or project_id, time, and what metrics need besides."
          place="/sql"
        >
          {(control) => (
            <textarea
              {...control}
              className="code-input"
              name="sql"
              rows={12}
              required
              maxLength={20_000}
              spellCheck={false}
              autoCapitalize="off"
              defaultValue={fact?.sql}
            />
          )}
        </Field>
        <Published />
        <Field
          label="Digits after the point"
          hint="Of values that are no whole numbers, as many as count; amounts in minor units have none."
          place="/scale"
        >
          {(control) => (
            <input {...control} name="scale" type="number" min={0} max={6} step={1} defaultValue={fact?.scale ?? 0} />
          )}
        </Field>
        {fact === undefined ? null : (
          <Field label="Why">{(control) => <input {...control} name="note" maxLength={2_000} />}</Field>
        )}
      </section>
    </Form>
  );
}
