import type { PullView } from '#libs/contracts';
import type { Json } from './api.js';

export type Pull = Json<PullView>;

export const isPulling = (pull: Pull | null): boolean => pull?.state === 'pending' || pull?.state === 'running';

const units = ['B', 'kB', 'MB', 'GB', 'TB'] as const;

/** Bytes as people say them, in powers of 1,000: "212 kB", "1.24 MB". */
export function bytes(count: number): string {
  const power = Math.min(units.length - 1, count < 1 ? 0 : Math.floor(Math.log10(count) / 3));
  return `${Number((count / 1_000 ** power).toPrecision(3))} ${units[power]}`;
}
