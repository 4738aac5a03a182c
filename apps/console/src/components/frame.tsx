import { useState, type ReactNode } from 'react';
import { Link, Outlet, useLocation, useNavigate } from 'react-router';
import { useSession } from '../session.js';
import { useShortcuts } from '../shortcuts.js';
import { nextTheme, useTheme } from '../theme.js';
import { Icon } from './icon.js';
import { sections } from './sections.js';
import { ShortcutsDialog } from './shortcuts-dialog.js';

/** The header, the navigation and the footer around every page. */
export function Frame(): ReactNode {
  const { person, may, signOut } = useSession();
  const [theme, setTheme] = useTheme();
  const [help, setHelp] = useState(false);
  const navigate = useNavigate();
  const { pathname } = useLocation();
  const open = person ? sections.filter(({ scope }) => may(scope)) : [];

  useShortcuts({
    '?': () => setHelp(true),
    t: () => setTheme(nextTheme(theme)),
    ...Object.fromEntries(open.map(({ keys, path }) => [keys, () => void navigate(path)])),
  });

  return (
    <div className="frame">
      <a className="skip" href="#content">
        Skip to the content
      </a>
      <header className="frame-header">
        <div className="frame-bar">
          <Link className="brand" to="/">
            <img src="/favicon.svg" alt="" />
            Verdict
          </Link>
          <nav className="frame-nav" aria-label="Sections">
            <ul>
              {open.map(({ path, name, also = path }) => (
                <li key={path}>
                  <Link
                    to={path}
                    aria-current={pathname.startsWith(path) || pathname.startsWith(also) ? 'page' : undefined}
                  >
                    {name}
                  </Link>
                </li>
              ))}
            </ul>
          </nav>
          <div className="frame-tools">
            {person ? (
              <span className="frame-person" title={`Signed in as ${person.name}`}>
                {person.name} <span className="muted">{person.role}</span>
              </span>
            ) : null}
            <IconButton label={`Theme: ${theme}`} onClick={() => setTheme(nextTheme(theme))} icon={theme} />
            <IconButton label="Keyboard shortcuts" onClick={() => setHelp(true)} icon="keyboard" />
            {person ? <IconButton label="Sign out" onClick={() => void signOut()} icon="signOut" /> : null}
          </div>
        </div>
      </header>
      <main className="frame-main" id="content" tabIndex={-1}>
        <Outlet />
      </main>
      <footer className="frame-footer">
        <span>Verdict</span>
        <a href="/docs">HTTP API</a>
        <a href="https://db-ip.com">IP Geolocation by DB-IP</a>
        <span className="wide-only">
          Press <kbd>?</kbd> for the keys
        </span>
      </footer>
      {help ? <ShortcutsDialog onClose={() => setHelp(false)} /> : null}
    </div>
  );
}

interface IconButtonProps {
  readonly label: string;
  readonly icon: Parameters<typeof Icon>[0]['name'];
  readonly onClick: () => void;
}

function IconButton({ label, icon, onClick }: IconButtonProps): ReactNode {
  return (
    <button type="button" className="icon-button" aria-label={label} title={label} onClick={onClick}>
      <Icon name={icon} />
    </button>
  );
}
