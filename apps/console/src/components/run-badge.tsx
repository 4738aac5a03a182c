import type { ReactNode } from 'react';
import type { RunState } from '#libs/contracts';
import { runTone, runWords } from '../run-words.js';
import { Badge } from './badge.js';

export function RunBadge({ state }: { readonly state: RunState }): ReactNode {
  return <Badge tone={runTone[state]}>{runWords[state]}</Badge>;
}
