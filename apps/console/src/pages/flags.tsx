import { useMemo, type ReactNode } from 'react';
import { Link } from 'react-router';
import type { AttributeView, FlagPage, FlagView, SavedGroupView } from '#libs/contracts';
import { Badge } from '../components/badge.js';
import { DataTable, type Column } from '../components/data-table.js';
import { Empty } from '../components/empty.js';
import { Field } from '../components/field.js';
import { FilterButtons } from '../components/filter-buttons.js';
import { LoadedView } from '../components/loaded-view.js';
import { Page } from '../components/page.js';
import { Pages } from '../components/pages.js';
import { Time } from '../components/time.js';
import { words } from '../format.js';
import { withQuery } from '../http.js';
import { useRowKeys } from '../row-keys.js';
import { useFilterForm } from '../use-filter-form.js';
import { useLoad } from '../use-load.js';

export function FlagsPage(): ReactNode {
  const { parameters, first, button, submit } = useFilterForm((texts) => new URLSearchParams(texts));
  const [search, after] = [parameters.get('search') ?? undefined, parameters.get('after') ?? undefined];
  const loaded = useLoad<FlagPage>(withQuery('/v1/flags', { search, after }));
  return (
    <Page title="Flags" lead={<p>What apps ask for by key. A draft counts once it is published.</p>}>
      <form key={search} role="search" className="filter-row" onSubmit={submit}>
        <Field label="Key">
          {(control) => <input {...control} ref={first} name="search" defaultValue={search} maxLength={100} />}
        </Field>
        <FilterButtons name="Search" button={button} clear={search === undefined ? undefined : '/flags'} />
      </form>
      <LoadedView from={loaded} what="flags">
        {({ flags, next }) => (
          <>
            {flags.length === 0 ? (
              <Empty title="No such flag">
                <p>
                  A flag is made over the HTTP API: <code>POST /v1/flags</code>.
                </p>
              </Empty>
            ) : (
              <FlagTable flags={flags} address={withQuery('/flags', { search, after })} />
            )}
            <Pages
              first={after === undefined ? undefined : withQuery('/flags', { search })}
              next={next === null ? undefined : withQuery('/flags', { search, after: next })}
            />
          </>
        )}
      </LoadedView>
      <Named />
    </Page>
  );
}

function FlagTable({ flags, address }: { readonly flags: readonly FlagView[]; readonly address: string }): ReactNode {
  const keys = useMemo(() => flags.map(({ key }) => key), [flags]);
  useRowKeys(address, keys);
  return <DataTable caption="Flags" kind="list" rows={flags} keyOf={({ key }) => key} columns={columns} />;
}

const columns: readonly Column<FlagView>[] = [
  {
    name: 'Flag',
    heading: true,
    cell: ({ key, draft, published }) => (
      <>
        <Link to={`/flags/${encodeURIComponent(key)}`} data-row={key}>
          {key}
        </Link>
        <div className="small muted clamp">{(draft ?? published)?.description}</div>
      </>
    ),
  },
  { name: 'Type', nowrap: true, cell: ({ type }) => words(type) },
  { name: 'State', nowrap: true, unnamed: true, cell: (flag) => <State flag={flag} /> },
  {
    name: 'Changed',
    cell: ({ changed_at, changed_by }) => (
      <>
        <Time at={changed_at} /> <span className="muted">by {changed_by.name}</span>
      </>
    ),
  },
];

function State({ flag: { published, draft, needs_approval } }: { readonly flag: FlagView }): ReactNode {
  return (
    <>
      {published === null ? null : <Badge tone="good">{published.archived ? 'Archived' : 'Published'}</Badge>}{' '}
      {draft === null ? null : <Badge>{needs_approval ? 'Draft, unapproved' : 'Draft'}</Badge>}
    </>
  );
}

/** What conditions may name. */
function Named(): ReactNode {
  const groups = useLoad<readonly SavedGroupView[]>('/v1/saved-groups').data ?? [];
  const attributes = useLoad<readonly AttributeView[]>('/v1/flag-attributes').data ?? [];
  return (
    <section className="panel" aria-labelledby="named">
      <h2 id="named">What conditions may name</h2>
      <dl className="facts">
        <dt>Saved groups</dt>
        <dd>{groups.length === 0 ? 'none' : groups.map(({ key }) => key).join(', ')}</dd>
        <dt>Attributes</dt>
        <dd>
          {attributes.length === 0
            ? 'any, since none is declared'
            : attributes.map(({ name, type }) => `${name} (${type})`).join(', ')}
        </dd>
      </dl>
    </section>
  );
}
