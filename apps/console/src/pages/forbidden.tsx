import type { ReactNode } from 'react';
import { Page } from '../components/page.js';
import { Refusal } from '../components/refusal.js';
import type { Section } from '../components/sections.js';
import { ApiError } from '../http.js';

/** In place of a page that its reader's role may not see: nothing is asked for it. */
export function ForbiddenPage({ section: { name, scope } }: { readonly section: Section }): ReactNode {
  const detail = `This page needs the scope ${scope}.`;
  return (
    <Page title={name}>
      <Refusal error={new ApiError({ title: 'Forbidden', status: 403, detail })} />
    </Page>
  );
}
