import { useEffect, useRef, useState, type ReactNode } from 'react';

/** A wide table scrolls by itself, never the page; while it is too wide it takes the focus, so that keys can scroll it. */
export function Scroll({ label, children }: { readonly label: string; readonly children: ReactNode }): ReactNode {
  const holder = useRef<HTMLDivElement>(null);
  const [scrolls, setScrolls] = useState(false);

  useEffect(() => {
    const element = holder.current;
    if (element === null) return undefined;
    const observer = new ResizeObserver(() => setScrolls(element.scrollWidth > element.clientWidth));
    observer.observe(element);
    for (const child of element.children) observer.observe(child);
    return () => observer.disconnect();
  }, []);

  // A region only while there is something to scroll: one for each table would bury the others.
  const region = scrolls ? ({ role: 'region', 'aria-label': label, tabIndex: 0 } as const) : {};
  return (
    <div ref={holder} className="scroll" {...region}>
      {children}
    </div>
  );
}
