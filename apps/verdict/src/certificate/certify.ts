import { cpus } from 'node:os';
import type { Certificate, CertificatePart, CertificateRun } from '#libs/contracts';

/** What is asked for. */
export interface Asked extends Omit<CertificateRun, 'progress'> {
  readonly parts: readonly CertificatePart[];
  readonly progress: (part: string, done: number, total: number) => void;
}

/** Runs the parts one after the other; the certificate is good when every figure that has a bound keeps it. */
export async function certify({ parts: asked, progress, ...run }: Asked): Promise<Certificate> {
  const { seed, budget, threads } = run;
  const started = Date.now();
  const parts: Certificate['parts'][number][] = [];
  for (const { name, question, run: answer } of asked) {
    const begun = Date.now();
    const rows = await answer({ ...run, progress: (done, total) => progress(name, done, total) });
    parts.push({ name, question, at: new Date(begun).toISOString(), seconds: secondsSince(begun), rows });
  }
  return {
    at: new Date(started).toISOString(),
    seed,
    budget,
    machine: `${cpus()[0]?.model.trim() ?? 'unknown'}, ${threads} threads, Node ${process.version}`,
    seconds: secondsSince(started),
    ok: parts.every(({ rows }) => rows.every(({ ok }) => ok !== false)),
    parts,
  };
}

/** The certificate with the parts that were run again in place of what they said before. */
export function withParts(before: Certificate, again: Certificate, order: readonly string[]): Certificate {
  const place = ({ name }: { readonly name: string }): number => order.indexOf(name);
  const others = before.parts.filter(({ name }) => again.parts.every((part) => part.name !== name));
  const parts = [...others, ...again.parts].toSorted((one, other) => place(one) - place(other));
  return {
    ...again,
    ok: parts.every(({ rows }) => rows.every(({ ok }) => ok !== false)),
    seconds: parts.reduce((sum, { seconds }) => sum + seconds, 0),
    parts,
  };
}

const secondsSince = (start: number): number => Math.round((Date.now() - start) / 1000);
