import type { ReactNode } from 'react';
import { Link, useLocation } from 'react-router';
import { sections } from '../components/sections.js';
import { Page } from '../components/page.js';
import { useSession } from '../session.js';

export function NotFoundPage(): ReactNode {
  const { pathname } = useLocation();
  const { may } = useSession();
  return (
    <Page title="There is no such page" lead={<p>Nothing is at this address.</p>}>
      <p>
        You asked for <code>{pathname}</code>. These are here:
      </p>
      <ul>
        {sections
          .filter(({ scope }) => may(scope))
          .map(({ path, name }) => (
            <li key={path}>
              <Link to={path}>{name}</Link>
            </li>
          ))}
      </ul>
    </Page>
  );
}
