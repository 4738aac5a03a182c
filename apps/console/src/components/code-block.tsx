import { useState, type ReactNode } from 'react';

/** Text to read or take along. Where the clipboard is out of reach (plain HTTP), it can still be selected. */
export function CodeBlock({ text, label }: { readonly text: string; readonly label: string }): ReactNode {
  const [copied, setCopied] = useState(false);
  const copy = async (): Promise<void> => {
    await navigator.clipboard.writeText(text);
    setCopied(true);
    setTimeout(() => setCopied(false), 2_000);
  };
  return (
    <figure className="code">
      <figcaption>
        {label}
        {'clipboard' in navigator ? (
          <button type="button" onClick={() => void copy()}>
            <span aria-live="polite">{copied ? 'Copied' : 'Copy'}</span>
          </button>
        ) : null}
      </figcaption>
      <pre tabIndex={0} role="region" aria-label={label}>
        <code>{text}</code>
      </pre>
    </figure>
  );
}
