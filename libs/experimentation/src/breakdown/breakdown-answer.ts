import type {
  BreakdownAnswer,
  BreakdownCorrection,
  InsufficientDataView,
  LevelDifference,
  LevelView,
} from '#libs/contracts';
import {
  comparisonsOf,
  falseCoverageIntervals,
  holmAdjust,
  holmIntervals,
  homogeneityTest,
  isInsufficient,
  type InsufficientData,
  type JointEffect,
} from '#libs/stats';
import type { LevelName } from '../aggregate/levels.js';
import { alphaEach } from '../experiment/plan-units.js';
import type { Experiment } from '../experiment/experiment.js';
import { lineName, lineScale, type MetricLine } from '../metric/metric-line.js';
import { numbersOf, samplesOf, type Sums } from '../results/effects.js';
import { closedSums } from '../results/metric-readout.js';
import type { FoundLevelLine, FoundLevels } from './breakdown.js';
import { levelKey, levelSplits } from './level-splits.js';
import { postStratifiedOf } from './post-stratified.js';

/** In either variant; under it an interval of a level is not worth its name. */
const leastUnits = 100;
const defaultAlpha = 0.05;

/** One treatment against the baseline within a level of a line. */
interface Cell {
  readonly name: string;
  /** Of cells that are about the same line and treatment. */
  readonly group: string;
  readonly variant: string;
  readonly baseline: Sums;
  readonly treatment: Sums;
}

interface Judged extends JointEffect {
  readonly estimate: number;
  readonly standardError: number;
}

/** What is asked of the numbers. */
interface Reading {
  readonly experiment: Experiment;
  readonly lines: readonly MetricLine[];
  readonly found: FoundLevels;
  readonly correction: BreakdownCorrection;
  readonly broken: string | null;
}

/**
 * Effects by level from stored sums, all cells of all metrics in one family: who looks through them all finds one by chance
 * no more often than in one. "Significant here, not there" is no difference; the difference has a test of its own.
 */
export function breakdownAnswerOf({ experiment, lines, found, correction, broken }: Reading): BreakdownAnswer {
  const alpha = experiment.plan === null ? defaultAlpha : alphaEach(experiment.plan, experiment);
  const shown = found.lines.flatMap((one) => {
    const line = lines.find((other) => lineName(other) === lineName(one));
    return line === undefined ? [] : [{ one, line }];
  });
  const cells = shown.flatMap(({ one }) => cellsOf(experiment, one));
  const judged = judge(cells, correction, alpha);
  const differences = differencesOf(cells, judged.effects);
  // All lines have the same units.
  const splits = levelSplits(experiment, shown[0]?.one.levels ?? []);
  return {
    data_through: found.dataThrough.toISOString(),
    engine: found.engine,
    commit: found.commit,
    query: found.query,
    correction,
    alpha,
    cells: judged.effects.size,
    broken,
    text: `Nothing of this was planned: it says where to look next, and decides nothing. ${judged.effects.size} cells are judged together.`,
    metrics: shown.map(({ one, line }) => ({
      metric: one.metric,
      version: one.version,
      differences: treatments(experiment).map((variant) => ({
        variant,
        ...(differences.get(groupName(one, variant)) ?? noUnits),
      })),
      post_stratified: treatments(experiment).map((variant) =>
        postStratifiedOf(
          variant,
          cellsOf(experiment, one).filter((cell) => cell.variant === variant),
          { alpha, factor: 10 ** lineScale(line) },
        ),
      ),
      levels: one.levels.map((level): LevelView => {
        const measured = { kind: line.definition.kind, scale: lineScale(line) };
        return {
          kind: level.kind,
          level: level.level,
          split: splits.get(levelKey(level)) ?? noUnits,
          variants: level.variants.map((sums) => numbersOf(closedSums(sums), measured)),
          effects: treatments(experiment).map((variant) => {
            const name = cellName(one, level, variant);
            const effect = judged.effects.get(name);
            if (effect === undefined) return { variant, ...(judged.missing.get(name) ?? noUnits) };
            return { variant, ...effectView(effect, 10 ** measured.scale) };
          }),
        };
      }),
    })),
  };
}

const treatments = ({ variants, baseline }: Experiment): string[] =>
  variants.map(({ key }) => key).filter((key) => key !== baseline);

const groupName = (line: FoundLevelLine, variant: string): string => JSON.stringify([lineName(line), variant]);

const cellName = (line: FoundLevelLine, { kind, level }: LevelName, variant: string): string =>
  JSON.stringify([lineName(line), variant, kind, level]);

function cellsOf(experiment: Experiment, line: FoundLevelLine): Cell[] {
  return line.levels.flatMap((level) => {
    const sums = level.variants.map(closedSums);
    const baseline = sums.find(({ variant }) => variant === experiment.baseline);
    return treatments(experiment).flatMap((variant): Cell[] => {
      const treatment = sums.find((one) => one.variant === variant);
      if (baseline === undefined || treatment === undefined) return [];
      const [name, group] = [cellName(line, level, variant), groupName(line, variant)];
      return [{ name, group, variant, baseline, treatment }];
    });
  });
}

type Difference = Omit<LevelDifference, 'variant'> | InsufficientDataView;

interface Family {
  readonly effects: ReadonlyMap<string, Judged>;
  readonly missing: ReadonlyMap<string, InsufficientDataView>;
}

/** All cells that have enough units, in one family. */
function judge(cells: readonly Cell[], correction: BreakdownCorrection, alpha: number): Family {
  const isLarge = ({ baseline, treatment }: Cell): boolean => Math.min(baseline.units, treatment.units) >= leastUnits;
  const missing = new Map(cells.filter((cell) => !isLarge(cell)).map(({ name }) => [name, tooFew]));
  const { known, leftOut } = comparisonsOf(
    cells.filter(isLarge).map(({ name, baseline, treatment }) => {
      const [control, treated] = samplesOf(baseline, treatment);
      return { name, control, treatment: treated };
    }),
  );
  for (const { name, problem } of leftOut) missing.set(name, viewOf(problem));
  const joint = (correction === 'holm' ? holmIntervals : falseCoverageIntervals)(known, alpha);
  const effects = new Map<string, Judged>();
  known.forEach(({ name, estimate, standardError }, index) => {
    const effect = isInsufficient(joint) ? undefined : joint.effects[index];
    if (effect !== undefined) effects.set(name, { ...effect, estimate, standardError });
    else if (isInsufficient(joint)) missing.set(name, viewOf(joint));
  });
  return { effects, missing };
}

/** Of each line and treatment whether its levels differ, and all of these in a family of their own. */
function differencesOf(cells: readonly Cell[], effects: Family['effects']): ReadonlyMap<string, Difference> {
  const groups = [...new Set(cells.map(({ group }) => group))];
  const tests = groups.map((group) => ({
    group,
    test: homogeneityTest(cells.filter((cell) => cell.group === group).flatMap(({ name }) => effects.get(name) ?? [])),
  }));
  const found = tests.flatMap(({ group, test }) => (isInsufficient(test) ? [] : [{ group, test }]));
  const adjusted = holmAdjust(found.map(({ test }) => test.pValue));
  return new Map(
    tests.map(({ group, test }): [string, Difference] => {
      if (isInsufficient(test)) return [group, viewOf(test)];
      const { method, statistic, degreesOfFreedom, inconsistency } = test;
      const at = found.findIndex((one) => one.group === group);
      const p_value = isInsufficient(adjusted) ? test.pValue : (adjusted.pValues[at] ?? 1);
      const kind = 'estimate' as const;
      return [group, { kind, method, statistic, degrees_of_freedom: degreesOfFreedom, p_value, inconsistency }];
    }),
  );
}

function effectView({ estimate, interval: { lower, upper }, pValue, significant }: Judged, factor: number) {
  return {
    kind: 'estimate' as const,
    estimate: estimate / factor,
    interval: { lower: lower === null ? null : lower / factor, upper: upper === null ? null : upper / factor },
    p_value: pValue,
    significant,
  };
}

const tooFew: InsufficientDataView = {
  kind: 'insufficient_data',
  why: 'too_few_units',
  detail: `Under ${leastUnits} units with a closed window in one of the two variants.`,
};

const noUnits: InsufficientDataView = {
  kind: 'insufficient_data',
  why: 'too_few_units',
  detail: 'No unit of this level met the variant.',
};

const viewOf = ({ why, detail }: InsufficientData): InsufficientDataView => ({
  kind: 'insufficient_data',
  why,
  detail,
});
