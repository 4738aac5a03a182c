import { describe, expect, it } from '@jest/globals';
import { keys, planned } from '../../testing/planned-looks.js';
import { chosenReadyMade } from '../../testing/ready-made.js';
import { experimentOfView, viewOf } from './experiment.js';
import { phasesBy, phasesOf, type PhaseChange } from './phases.js';
import { nextVersion } from './running-change.js';

const at = (day: number): Date => new Date(Date.UTC(2026, 0, day));
const weights = (day: number, before: number, after: number): PhaseChange => ({
  from: at(day),
  why: 'weights',
  flag: null,
  weightsBefore: { a: rounded(1 - before), b: before },
  weights: { a: rounded(1 - after), b: after },
});
const rounded = (value: number): number => Number(value.toFixed(6));
const targeting = (day: number): PhaseChange => ({
  from: at(day),
  why: 'targeting',
  flag: 'checkout',
  weightsBefore: null,
  weights: null,
});
const variants = [
  { key: 'a', weight: 0.2 },
  { key: 'b', weight: 0.8 },
];

describe('phases', () => {
  it('have the weights that were in force', () => {
    const experiment = planned(
      {},
      { variants, phaseChanges: [weights(5, 0.5, 0.9), targeting(7), weights(9, 0.9, 0.8)] },
    );
    expect(phasesOf(experiment).map(({ number, why, weights: { b } }) => [number, why, b])).toEqual([
      [1, 'start', 0.5],
      [2, 'weights', 0.9],
      [3, 'targeting', 0.9],
      [4, 'weights', 0.8],
    ]);
    expect(phasesBy(experiment, at(7)).map(({ number }) => number)).toEqual([1, 2]);
    expect(phasesOf(planned({}, { variants })).map((one) => one.weights)).toEqual([{ a: 0.2, b: 0.8 }]);
  });

  it('count from when all units were divided anew', () => {
    const changes = [weights(5, 0.5, 0.9), weights(9, 0.7, 0.8)];
    const experiment = planned({}, { variants, rebucketedAt: at(6), phaseChanges: changes });
    expect(phasesOf(experiment).map(({ from, weights: { b } }) => [from, b])).toEqual([
      [at(6), 0.7],
      [at(9), 0.8],
    ]);
  });

  it('are the same in a view that was kept', () => {
    const experiment = planned({}, { variants, phaseChanges: [targeting(3), weights(5, 0.5, 0.8)] });
    const view = viewOf(experiment);
    expect(view.phases).toEqual([
      { from: '2026-01-01T00:00:00.000Z', why: 'start', flag: null, weights: { a: 0.5, b: 0.5 } },
      { from: '2026-01-03T00:00:00.000Z', why: 'targeting', flag: 'checkout', weights: { a: 0.5, b: 0.5 } },
      { from: '2026-01-05T00:00:00.000Z', why: 'weights', flag: null, weights: { a: 0.2, b: 0.8 } },
    ]);
    expect(phasesOf(experimentOfView(view))).toEqual(phasesOf(experiment));
    expect(viewOf(planned({}, { startedAt: null })).phases).toEqual([]);
    const { phases: _, ...older } = view;
    expect(experimentOfView(older).phaseChanges).toEqual([]);
  });

  it('are opened by other weights of a running experiment, and by no other coverage', () => {
    const running = planned({}, { sticky: true, coverage: 0.1 });
    const change = (patch: Parameters<typeof nextVersion>[1]) =>
      nextVersion(running, patch, at(9), chosenReadyMade(keys));
    expect(change({ coverage: 1 })).toMatchObject({ coverage: 1, phaseChanges: [], reweightedAt: null });
    const [a, b] = running.variants;
    const split = (share: number) => [
      { ...a!, weight: rounded(1 - share) },
      { ...b!, weight: share },
    ];
    expect(change({ variants: split(0.5), coverage: 0.5 }).phaseChanges).toEqual([]);
    const reweighted = change({ variants: split(0.9) });
    expect(reweighted).toMatchObject({ phaseChanges: [weights(9, 0.5, 0.9)], reweightedAt: at(9) });
    // Looks that were taken are shares of the plan’s units.
    expect(reweighted.plan).toEqual(running.plan);
    expect(change({ variants: split(1) }).plan).toEqual(running.plan);
  });
});
