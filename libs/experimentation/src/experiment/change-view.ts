import type { ExperimentChangeView } from '#libs/contracts';
import { differences } from '../history/differences.js';
import type { ExperimentChange } from './experiment.repository.js';

/** Follows from the rest, or is said beside it. */
const silent: ReadonlySet<string> = new Set(['version', 'actions', 'created_at', 'created_by']);

/** A change with what it changed, place by place; of a new experiment that is all of it. */
export const changeView = ({ at, before, after, ...same }: ExperimentChange): ExperimentChangeView => ({
  ...same,
  at: at.toISOString(),
  before,
  after,
  differences: differences(before === null ? undefined : told(before), told(after)),
});

const told = (view: object): object => Object.fromEntries(Object.entries(view).filter(([name]) => !silent.has(name)));
