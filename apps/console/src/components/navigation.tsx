import { useId, type ReactNode } from 'react';
import { Link, useLocation } from 'react-router';
import { groups, isWithin, type Section } from './sections.js';

interface NavigationProps {
  readonly id: string;
  /** What this person may see. */
  readonly sections: readonly Section[];
  /** Where the window is narrow it is shown only when asked for. */
  readonly open: boolean;
}

/** The sections by group. A group that would only repeat the name of its one section has no heading. */
export function Navigation({ id, sections, open }: NavigationProps): ReactNode {
  return (
    <nav id={id} className={open ? 'frame-nav frame-nav-open' : 'frame-nav'} aria-label="Sections">
      {groups.map((group) => (
        <Group key={group} name={group} sections={sections.filter((section) => section.group === group)} />
      ))}
    </nav>
  );
}

interface GroupProps {
  readonly name: string;
  readonly sections: readonly Section[];
}

function Group({ name, sections }: GroupProps): ReactNode {
  const id = useId();
  const { pathname } = useLocation();
  if (sections.length === 0) return null;
  const named = sections.length > 1 || sections[0]?.name !== name;
  return (
    <div className="frame-group">
      {named ? (
        <p id={id} className="frame-group-name">
          {name}
        </p>
      ) : null}
      <ul aria-labelledby={named ? id : undefined}>
        {sections.map((section) => (
          <li key={section.path}>
            <Link to={section.path} aria-current={isWithin(section, pathname) ? 'page' : undefined}>
              {section.name}
            </Link>
          </li>
        ))}
      </ul>
    </div>
  );
}
