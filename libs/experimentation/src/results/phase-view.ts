import type { Readout, ReadoutNote } from '#libs/contracts';
import type { Experiment } from '../experiment/experiment.js';
import type { Reading } from './reading.js';
import { phaseArmsOf } from './trust.js';

/** The phases of a reading with their units; nothing where there is one. */
export function phasesView(experiment: Experiment, reading: Reading): Pick<Readout, 'phases'> {
  const phases = phaseArmsOf(experiment, reading) ?? [];
  if (phases.length < 2) return {};
  return {
    phases: phases.flatMap(({ phase: { from, why, flag, weights }, arms }) => {
      const variants = arms.map(({ variant, units }) => ({ variant, units }));
      return from === null ? [] : [{ from: from.toISOString(), why, flag, weights, variants }];
    }),
  };
}

/** What changed while units came in, and what was made of it. */
export function phaseNotes(experiment: Experiment, reading: Reading): ReadoutNote[] {
  const phases = phaseArmsOf(experiment, reading);
  if (phases === undefined) {
    const since = experiment.reweightedAt === null ? '' : ` at ${experiment.reweightedAt.toISOString()}`;
    return [
      {
        code: 'reweighted',
        text: `The weights or the targeting changed${since}, and this reading does not tell units of before and after apart: there is no verdict.`,
      },
    ];
  }
  return phases.flatMap(({ phase: { number, from, why, flag } }): ReadoutNote[] => {
    if (why === 'start' || from === null) return [];
    const since = `at ${from.toISOString()}: phase ${number} begins there, the split is held against the weights of each phase, and effects are compared within each.`;
    return why === 'weights'
      ? [{ code: 'reweighted', text: `The weights changed ${since}` }]
      : [{ code: 'retargeted', text: `Who is meant by the flag ${flag ?? ''} changed ${since}` }];
  });
}
