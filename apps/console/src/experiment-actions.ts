import type { ExperimentState } from './api.js';

/** A step of an experiment's life, as `POST /v1/experiments/{key}/{path}` takes it. */
export interface StateAction {
  readonly path: 'start' | 'close' | 'pause' | 'resume' | 'stop' | 'decide';
  readonly name: string;
  /** What happens, said before it does. */
  readonly effect: string;
  /** No step leads back. */
  readonly final: boolean;
}

const start: StateAction = {
  path: 'start',
  name: 'Start',
  effect: 'Units are assigned from now on. Variants, weights, salt and coverage can no longer be changed.',
  final: false,
};
const close: StateAction = {
  path: 'close',
  name: 'Close enrolment',
  effect: 'Variants are still served, and who meets one later stays out of the analysis. This cannot be undone.',
  final: true,
};
const pause: StateAction = {
  path: 'pause',
  name: 'Pause',
  effect: 'Everybody gets the baseline until it is resumed. The readout will say that it was paused.',
  final: false,
};
const resume: StateAction = {
  path: 'resume',
  name: 'Resume',
  effect: 'Units get their variants again, the same ones as before.',
  final: false,
};
const stop: StateAction = {
  path: 'stop',
  name: 'Stop',
  effect: 'Everybody gets the baseline, and the experiment cannot be started again. Windows that are open still end.',
  final: true,
};
const decide: StateAction = {
  path: 'decide',
  name: 'Decide',
  effect: 'Everybody gets the variant that you choose. This ends the experiment.',
  final: true,
};

const allowed: Readonly<Record<ExperimentState, readonly StateAction[]>> = {
  draft: [start],
  running: [close, pause, stop],
  closed: [pause, stop, decide],
  paused: [resume, stop],
  stopped: [decide],
  decided: [],
};

/** The steps that a state allows; the server checks them again. */
export const actionsOf = (state: ExperimentState): readonly StateAction[] => allowed[state];
