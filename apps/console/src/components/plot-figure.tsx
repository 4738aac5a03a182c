import { useEffect, useRef, useState, type ReactNode } from 'react';

interface PlotFigureProps {
  /** What the picture shows, for those who do not see it. */
  readonly label: string;
  /** Draws it as wide as there is room. */
  readonly draw: (width: number) => Element;
}

/** A plot that is as wide as its place, whatever becomes of the window. */
export function PlotFigure({ label, draw }: PlotFigureProps): ReactNode {
  const holder = useRef<HTMLDivElement>(null);
  const [width, setWidth] = useState(0);

  useEffect(() => {
    const element = holder.current;
    if (element === null) return undefined;
    const observer = new ResizeObserver(([entry]) => setWidth(Math.round(entry?.contentRect.width ?? 0)));
    observer.observe(element);
    return () => observer.disconnect();
  }, []);

  useEffect(() => {
    const element = holder.current;
    if (element === null || width === 0) return undefined;
    const plot = draw(width);
    // Its own <style> would need an exception in the content security policy; readout.css says the same.
    plot.querySelector('style')?.remove();
    plot.setAttribute('aria-hidden', 'true');
    element.replaceChildren(plot);
    return () => plot.remove();
  });

  return <div ref={holder} className="plot" role="img" aria-label={label} />;
}
