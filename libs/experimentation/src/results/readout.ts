import type { EmptyReadout, LookView, LookWait, MetricReadout, Readout, ReadoutNote } from '#libs/contracts';
import type { Experiment } from '../experiment/experiment.js';
import { frozenCaps, withFrozen } from '../look/caps.js';
import { planStandingOf } from '../look/standing.js';
import { latestOf } from '../look/take-look.js';
import { behindNotes } from './behind.js';
import { balanceNotes, balanceOf } from './balance.js';
import { exclusionNotes, leftOutNotes, leftOutView } from './left-out-view.js';
import { leakNotes, peopleViewOf } from './leak.js';
import { linesOf, lineName, type PinnedMetric } from '../metric/metric-line.js';
import { metricReadoutOf } from './metric-readout.js';
import { phaseNotes, phasesView } from './phase-view.js';
import { overTimeText } from './ratio-over-time.js';
import type { Reading } from './reading.js';
import type { Arm } from './sample-ratio.js';
import { armsOf, brokenWhy, splitOf, splitOverTime } from './trust.js';

/** Computes what an experiment shows from one reading of the warehouse and its looks: no I/O, the same numbers every time. */
export function readoutOf(
  experiment: Experiment,
  pinned: readonly PinnedMetric[],
  found: Reading,
  looks: readonly LookView[] = [],
  wait?: LookWait,
): Readout {
  const lines = pinned.flatMap(linesOf);
  const reading = withFrozen(found, frozenCaps(looks));
  const arms = armsOf(experiment, reading);
  const ratio = splitOf(experiment, reading);
  const mismatch = ratio.kind === 'estimate' && ratio.mismatch;
  const overTime = splitOverTime(experiment, reading);
  const balance = balanceOf(experiment, lines, reading);
  const people = reading.people === null ? null : peopleViewOf(reading.people);
  const trusted = brokenWhy(experiment, reading) === null;
  const context = { dataThrough: reading.dataThrough, trusted, looked: latestOf(looks) };
  const metrics = lines.flatMap((line) => {
    const own = reading.lines.find((one) => lineName(one) === lineName(line));
    return own === undefined ? [] : [metricReadoutOf(experiment, line, own, context)];
  });
  return {
    experiment: experiment.key,
    state: experiment.state,
    status: 'results',
    refreshed_at: reading.refreshedAt.toISOString(),
    data_through: reading.dataThrough.toISOString(),
    ...(reading.facts === null ? {} : { facts: reading.facts }),
    engine: reading.engine,
    commit: reading.commit,
    experiment_version: reading.experimentVersion,
    baseline: experiment.baseline,
    notes: [
      ...(mismatch ? [{ code: 'sample_ratio_mismatch' as const, text: ratio.text }] : []),
      ...overTimeNotes(overTime),
      ...balanceNotes(balance),
      ...notesOf(experiment),
      ...phaseNotes(experiment, reading),
      ...notesOfReading(experiment, reading, arms),
      ...leftOutNotes(reading.leftOut),
      ...exclusionNotes(experiment),
      ...(people === null ? [] : leakNotes(people)),
      ...behindNotes(experiment, reading),
      ...skewedNotes(metrics),
    ],
    units: {
      total: arms.reduce((sum, { units }) => sum + units, 0),
      planned: experiment.plan?.units.total ?? null,
      variants: arms,
      multiple_variants: reading.multipleVariantUnits,
      left_out: leftOutView(reading.leftOut),
      query: reading.unitQuery,
    },
    people,
    ...phasesView(experiment, reading),
    sample_ratio: ratio,
    sample_ratio_over_time: overTime,
    balance,
    metrics,
    plan: planStandingOf(experiment, lines, reading, looks, wait),
  };
}

const overTimeNotes = (overTime: Readout['sample_ratio_over_time']): ReadoutNote[] =>
  overTime?.kind === 'estimate' && overTime.alarm
    ? [{ code: 'sample_ratio_over_time', text: overTimeText(overTime.since) }]
    : [];

/** Which lines are not to be read by their intervals. */
function skewedNotes(metrics: readonly MetricReadout[]): ReadoutNote[] {
  const names = metrics.flatMap(({ metric: { key: metric, version }, reading, approximation }) =>
    approximation?.holds === false ? [lineName({ metric, version, reading })] : [],
  );
  if (names.length === 0) return [];
  const text = `Too few units, for how lopsided their values are, to trust the intervals of ${names.join(', ')}.`;
  return [{ code: 'skewed', text }];
}

/** What to do while there is nothing to show. */
export function emptyReadoutOf(experiment: Experiment, refreshMinutes: number): EmptyReadout {
  const { key, state } = experiment;
  const next =
    state === 'draft'
      ? `Start it: POST /v1/experiments/${key}/start. Then ask POST /v1/assignments what a unit gets, and report what it met to POST /v1/exposures.`
      : `The warehouse has not been read for it yet. That happens every ${refreshMinutes} minutes; a refresh (POST /v1/experiments/${key}/refresh) does it now.`;
  return { experiment: key, state, status: 'no_results_yet', next_step: next, notes: notesOf(experiment) };
}

function notesOf({ state, pauses, enrolmentClosedAt, rebucketedAt }: Experiment): ReadoutNote[] {
  const notes: ReadoutNote[] = [];
  if (state === 'draft') notes.push({ code: 'not_started', text: 'It has not started.' });
  for (const { from, until } of pauses)
    notes.push({
      code: 'paused',
      text:
        until === null
          ? `Paused since ${from.toISOString()}: everybody gets the baseline, and exposures since then are left out.`
          : `Paused from ${from.toISOString()} to ${until.toISOString()}: everybody got the baseline, and exposures in that time are left out.`,
    });
  if (rebucketedAt !== null)
    notes.push({
      code: 'rebucketed',
      text: `All units were divided anew at ${rebucketedAt.toISOString()}: exposures before are left out.`,
    });
  if (enrolmentClosedAt !== null)
    notes.push({
      code: 'enrolment_closed',
      text: `Enrolment ended at ${enrolmentClosedAt.toISOString()}: later exposures are left out.`,
    });
  return notes;
}

function notesOfReading(experiment: Experiment, reading: Reading, arms: readonly Arm[]): ReadoutNote[] {
  const notes: ReadoutNote[] = [];
  const { multipleVariantUnits, experimentVersion } = reading;
  if (multipleVariantUnits > 0)
    notes.push({
      code: 'multiple_variants',
      text: `${multipleVariantUnits.toLocaleString('en-US')} units met more than one variant and are left out.`,
    });
  if (experimentVersion !== experiment.version)
    notes.push({
      code: 'changed_since',
      text: `These numbers are of version ${experimentVersion}; the experiment is at version ${experiment.version}. Refresh to see it.`,
    });
  const unknown = arms.filter(
    ({ variant, units }) => units > 0 && !experiment.variants.some(({ key }) => key === variant),
  );
  for (const { variant, units } of unknown)
    notes.push({
      code: 'unknown_variant',
      text: `${units.toLocaleString('en-US')} units reported the variant ${variant}, which this experiment does not have.`,
    });
  return notes;
}
