import type { ExperimentAction } from '#libs/contracts';

interface ActionWords {
  readonly name: string;
  /** What happens, said before it does. */
  readonly effect: string;
  /** No step leads back. */
  readonly final: boolean;
  /** Once it has happened. */
  readonly said: () => string;
}

/** The steps of an experiment's life, in words. Which of them are possible now, the experiment itself says. */
export const actionWords: Readonly<Record<ExperimentAction, ActionWords>> = {
  start: {
    name: 'Start',
    said: () => 'Started.',
    effect: 'Units are assigned from now on, and the definition can no longer be changed.',
    final: false,
  },
  close: {
    name: 'Close enrolment',
    said: () => 'Enrolment closed.',
    effect: 'Variants are still served, and who meets one later stays out of the analysis. This cannot be undone.',
    final: true,
  },
  pause: {
    name: 'Pause',
    said: () => 'Paused.',
    effect: 'Everybody gets the baseline until it is resumed. The readout will say that it was paused.',
    final: false,
  },
  resume: {
    name: 'Resume',
    said: () => 'Resumed.',
    effect: 'Units get their variants again, the same ones as before.',
    final: false,
  },
  stop: {
    name: 'Stop',
    said: () => 'Stopped.',
    effect: 'Everybody gets the baseline, and it cannot be started again. Windows that are open still close.',
    final: true,
  },
  decide: {
    name: 'Decide',
    said: () => 'Decided.',
    effect: 'Everybody gets the variant that you choose, for good. This ends the experiment.',
    final: true,
  },
};
