import { useState, type ReactNode } from 'react';
import { Link, Outlet, useLocation, useNavigate } from 'react-router';
import { useAnnouncement } from '../announcements.js';
import { timeZone } from '../format.js';
import { useSession } from '../session.js';
import { useShortcuts } from '../shortcuts.js';
import { nextTheme, useTheme } from '../theme.js';
import { Icon, type IconName } from './icon.js';
import { Navigation } from './navigation.js';
import { sections } from './sections.js';
import { ShortcutsDialog } from './shortcuts-dialog.js';

const navigationId = 'sections';

/** The navigation, the tools and the footer around every page. */
export function Frame(): ReactNode {
  const { person, may, signOut } = useSession();
  const [theme, setTheme] = useTheme();
  const [help, setHelp] = useState(false);
  // Where the menu was opened: whoever went somewhere else from there has done with it.
  const [menuAt, setMenuAt] = useState<string>();
  const announcement = useAnnouncement();
  const navigate = useNavigate();
  const { pathname } = useLocation();
  const menu = menuAt === pathname;
  const mine = person ? sections.filter(({ scope }) => may(scope)) : [];

  useShortcuts({
    '?': () => setHelp(true),
    t: () => setTheme(nextTheme(theme)),
    ...Object.fromEntries(mine.map(({ keys, path }) => [keys, () => void navigate(path)])),
  });

  return (
    <div className={person ? 'frame frame-beside' : 'frame'}>
      <a className="skip" href="#content">
        Skip to the content
      </a>
      <header className="frame-header">
        <div className="frame-bar">
          <Link className="brand" to="/">
            <img src="/favicon.svg" alt="" />
            Verdict
          </Link>
          {person ? (
            <>
              <button
                type="button"
                className="menu-button"
                aria-expanded={menu}
                aria-controls={navigationId}
                onClick={() => setMenuAt(menu ? undefined : pathname)}
              >
                <Icon name="menu" /> Menu
              </button>
              <Navigation id={navigationId} sections={mine} open={menu} />
            </>
          ) : null}
          <div className="frame-tools">
            {person ? (
              <span className="frame-person" title={`Signed in as ${person.name}`}>
                <span className="frame-name">{person.name}</span>
                <span className="muted">{person.role}</span>
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
      <p className="unseen" role="status" aria-label="What was done">
        {announcement}
      </p>
      <footer className="frame-footer">
        <span>Times are in {timeZone}</span>
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
  readonly icon: IconName;
  readonly onClick: () => void;
}

function IconButton({ label, icon, onClick }: IconButtonProps): ReactNode {
  return (
    <button type="button" className="icon-button" aria-label={label} title={label} onClick={onClick}>
      <Icon name={icon} />
    </button>
  );
}
