import { useState, type ReactNode } from 'react';
import type { LookView, ShareLinkMade, ShareLinkView } from '#libs/contracts';
import { announce } from '../announcements.js';
import { calendarDay, integer } from '../format.js';
import { call } from '../http.js';
import { lookKindWords } from '../plan-words.js';
import { useAction } from '../use-action.js';
import { useLoad } from '../use-load.js';
import { Button } from './button.js';
import { CodeBlock } from './code-block.js';
import { Field } from './field.js';
import { Form } from './form.js';
import { LoadedView } from './loaded-view.js';
import { ShareLinkTable } from './share-link-table.js';

interface SharePanelProps {
  readonly experiment: string;
  readonly looks: readonly LookView[];
}

/** Addresses at which a look can be read without signing in: those there are, and a form that makes another. */
export function SharePanel({ experiment, looks }: SharePanelProps): ReactNode {
  const path = `/v1/experiments/${encodeURIComponent(experiment)}`;
  const loaded = useLoad<readonly ShareLinkView[]>(`${path}/links`);
  const { busy, error, run } = useAction();
  const [made, setMade] = useState<ShareLinkMade>();
  const submit = ({ look = '', days, note }: Readonly<Record<string, string>>): void => {
    void run(async () => {
      const body = { days: Number(days), ...(note === undefined ? {} : { note }) };
      setMade(await call<ShareLinkMade>('POST', `${path}/looks/${encodeURIComponent(look)}/links`, body));
      announce('Made the link.');
      loaded.reload();
    });
  };
  return (
    <section className="panel" aria-labelledby="sharing">
      <h2 id="sharing">Share a look</h2>
      <p className="small muted">
        Whoever has the link reads that one look as it was seen, without signing in, until it expires or is revoked.
      </p>
      <Form
        label="Share a look"
        error={error}
        refusedTitle="No link was made"
        fields={{ '/days': 'the days', '/note': 'the note' }}
        onSubmit={submit}
        buttons={
          <div>
            <Button type="submit" busy={busy}>
              Make a link
            </Button>
          </div>
        }
      >
        <Field label="Look" place="/look">
          {(control) => (
            <select {...control} name="look">
              {looks.toReversed().map(({ number, kind, data_through }) => (
                <option key={number} value={number}>
                  {integer(number)}: {lookKindWords[kind]}, until {calendarDay(data_through.slice(0, 10))}
                </option>
              ))}
            </select>
          )}
        </Field>
        <Field label="Days" place="/days" hint="Until it expires.">
          {(control) => <input {...control} name="days" type="number" min={1} max={365} defaultValue={30} required />}
        </Field>
        <Field label="Note" place="/note" hint="Optional: for whom it is.">
          {(control) => <input {...control} name="note" maxLength={200} />}
        </Field>
      </Form>
      {made === undefined ? null : (
        <CodeBlock text={`${window.location.origin}${made.path}`} label="The link, shown this once" />
      )}
      <LoadedView from={loaded} what="the links">
        {(links) => <ShareLinkTable path={`${path}/links`} links={links} onDone={loaded.reload} />}
      </LoadedView>
    </section>
  );
}
