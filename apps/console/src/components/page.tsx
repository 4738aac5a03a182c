import { useEffect, useRef, type ReactNode } from 'react';
import { useLocation } from 'react-router';

interface PageProps {
  readonly title: string;
  /** Where this page hangs, above its title. */
  readonly crumb?: ReactNode;
  readonly lead?: ReactNode;
  readonly actions?: ReactNode;
  readonly children: ReactNode;
}

let shown: string | undefined;

/** A page with its one h1. After a navigation the title gets the focus, so that keyboards and screen readers start there. */
export function Page({ title, crumb, lead, actions, children }: PageProps): ReactNode {
  const heading = useRef<HTMLHeadingElement>(null);
  const { pathname } = useLocation();

  useEffect(() => {
    document.title = `${title} · Verdict`;
  }, [title]);
  useEffect(() => {
    if (shown !== undefined && shown !== pathname) heading.current?.focus({ preventScroll: true });
    shown = pathname;
  }, [pathname]);

  return (
    <div className="stack">
      <div className="page-head">
        <div>
          {crumb === undefined ? null : <p className="crumb">{crumb}</p>}
          <h1 ref={heading} tabIndex={-1}>
            {title}
          </h1>
          {lead === undefined ? null : <div className="page-lead">{lead}</div>}
        </div>
        {actions === undefined ? null : <div className="row actions">{actions}</div>}
      </div>
      {children}
    </div>
  );
}
