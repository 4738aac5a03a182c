import type { FileLooks, FileLooksMetric, FileNote } from '#libs/contracts';
import { invalid } from '#libs/errors';
import { ratioOverTime } from '../results/ratio-over-time.js';
import { sampleRatioOf, type Arm } from '../results/sample-ratio.js';
import { armsOf } from './file-arms.js';
import type { FileFormat } from './file-asked.js';
import { brokenNotes } from './file-notes.js';
import { looksPlanOf, plannedOf, type LooksPlan } from './looks-plan.js';
import { looksWords } from './looks-words.js';
import { withDataFile, type AnalyseOptions, type FileOrigin } from './open-file.js';
import { courseOf, readSummaries, type Course, type Summary } from './summary-table.js';
import { isTaken, looksOf } from './take-looks.js';

/** What is asked of a table of summary statistics. */
export interface LooksAsked {
  readonly path: string;
  readonly format: FileFormat;
  /** Whether a row is of the units that came on its day, or of all that had come by then. */
  readonly rows: 'daily' | 'cumulative';
  /** Units of all variants, or a day; null: nothing was planned. */
  readonly planned: string | null;
  /** Unless said group sequential with a plan, and a confidence sequence without. */
  readonly procedure: FileLooks['procedure'] | null;
  /** Days from one look to the next. */
  readonly every: number;
  readonly baseline: string | null;
  readonly weights: readonly string[];
  readonly alpha: number;
}

/**
 * The looks that a table of summary statistics allows, and what each said.
 * @throws VerdictError `invalid` that says what is wrong with the table, or with what was asked of it
 */
export async function analyseLooks(asked: LooksAsked, options: AnalyseOptions): Promise<FileLooks> {
  const procedure = asked.procedure ?? (asked.planned === null ? 'confidence_sequence' : 'group_sequential');
  if (procedure === 'group_sequential' && asked.planned === null)
    throw invalid(
      '--procedure: group-sequential looks are shares of a plan: say --planned, a number of units or a day.',
    );
  options.step?.('Reading the table');
  const read = await withDataFile(asked, options, async (file) => ({ table: await readSummaries(file, asked.format) }));
  options.step?.('Taking looks');
  return looksReadout({ ...asked, procedure }, read);
}

type Decided = LooksAsked & Pick<FileLooks, 'procedure'>;

function looksReadout(
  asked: Decided,
  { table, ...origin }: FileOrigin & { readonly table: readonly Summary[] },
): FileLooks {
  const variants = [...new Set(table.map(({ variant }) => variant))].toSorted();
  const keys = [...new Set(table.map(({ metric }) => metric))];
  const courses = keys.map((key) => ({
    key,
    course: courseOf(
      table.filter(({ metric }) => metric === key),
      variants,
      asked.rows,
    ),
  }));
  const first = courses[0]!.course;
  const { arms, baseline, chosen } = armsOf(unitsOf(variants, first), asked);
  const treatments = arms.filter((one) => one.variant !== baseline && one.units > 0);
  const alphaEach = asked.alpha / Math.max(1, keys.length * treatments.length);
  const plan = looksPlanOf(asked.planned, first);
  const metrics = courses.map(({ key, course }) => metricOf(asked, { key, course, variants, arms, plan, alphaEach }));
  return {
    kind: 'file_looks',
    ...origin,
    rows: asked.rows,
    procedure: asked.procedure,
    baseline,
    alpha: asked.alpha,
    alpha_each: alphaEach,
    planned: plan.planned,
    metrics: metrics.map(({ view }) => view),
    notes: [
      ...metrics.flatMap(({ notes }) => notes),
      ...planNotes(asked, plan, keys.length * treatments.length),
      ...(chosen ? [chosenNote(baseline)] : []),
    ],
  };
}

const unitsOf = (variants: readonly string[], course: readonly Course[]) =>
  variants.map((variant, index) => ({ variant, units: course.at(-1)?.samples[index]?.n ?? 0 }));

interface Of {
  readonly key: string;
  readonly course: readonly Course[];
  /** In the order of the course's samples. */
  readonly variants: readonly string[];
  /** The baseline first. */
  readonly arms: readonly Arm[];
  readonly plan: LooksPlan;
  readonly alphaEach: number;
}

function metricOf(
  asked: Decided,
  { key, course, variants, arms, plan, alphaEach }: Of,
): { view: FileLooksMetric; notes: FileNote[] } {
  const at = (variant: string): number => variants.indexOf(variant);
  const units = unitsOf(variants, course);
  const own = arms.map((arm) => ({ ...arm, units: units[at(arm.variant)]?.units ?? 0 }));
  const ratio = sampleRatioOf([own]);
  const overTime = ratioOverTime(arrivalsOf(course, variants), [own]);
  const broken = brokenNotes(ratio, overTime).map((note) => ({ ...note, text: `${key}: ${note.text}` }));
  const [control, ...others] = own;
  const days = lookDays(course, asked.every, plan.closesOn);
  const planned = plan.planned?.units;
  const treatments = others
    .filter((arm) => arm.units > 0)
    .map((arm) => {
      const points = days.map(({ day, samples }) => ({
        day,
        baseline: samples[at(control!.variant)]!,
        treatment: samples[at(arm.variant)]!,
      }));
      const looks = looksOf(points, {
        procedure: asked.procedure,
        alpha: alphaEach,
        planned:
          planned === undefined
            ? null
            : { baseline: plannedOf(planned, control!, own), treatment: plannedOf(planned, arm, own) },
        closesOn: plan.closesOn,
      });
      const trusted = broken.length === 0;
      const verdict = trusted ? (looks.findLast(isTaken)?.verdict ?? null) : null;
      const words = looksWords({ key, variant: arm.variant, baseline: control!.variant, looks, trusted });
      return { variant: arm.variant, looks: trusted ? looks : looks.map(unjudged), verdict, words };
    });
  const view = {
    key,
    variants: own.map(({ variant, units }) => ({
      variant,
      units,
      mean: units === 0 ? null : (course.at(-1)?.samples[at(variant)]?.mean ?? null),
    })),
    sample_ratio: ratio,
    sample_ratio_over_time: overTime,
    treatments,
  };
  return { view, notes: broken };
}

/** Of a broken split no look has a verdict. */
const unjudged = (look: ReturnType<typeof looksOf>[number]) => (isTaken(look) ? { ...look, verdict: null } : look);

const dayMs = 86_400_000;

/** Every so many days from the first on, the last one, and the one on which the plan ends. */
function lookDays(course: readonly Course[], every: number, closesOn: string | null): Course[] {
  const first = Date.parse(course[0]?.day ?? '');
  return course.filter(
    ({ day }, index) =>
      (Math.round((Date.parse(day) - first) / dayMs) + 1) % every === 0 ||
      index === course.length - 1 ||
      day === closesOn,
  );
}

function arrivalsOf(course: readonly Course[], variants: readonly string[]) {
  return course.flatMap(({ day, samples }, index) =>
    variants.map((variant, place) => {
      const before = course[index - 1]?.samples[place]?.n ?? 0;
      return { variant, reason: null, phase: 1, cohort_day: day, units: (samples[place]?.n ?? 0) - before };
    }),
  );
}

function planNotes({ procedure }: Decided, { planned }: LooksPlan, comparisons: number): FileNote[] {
  const units = planned?.units.toLocaleString('en-US');
  const from = {
    given: `The plan is ${units} units.`,
    day: `The plan is the ${units} units that had come by ${planned?.day}; the look of that day spends all that is left.`,
    pace: `The plan is ${planned?.day}: ${units} units at the pace so far, which the real number may differ from.`,
  };
  const how =
    procedure === 'group_sequential'
      ? 'Looks are group sequential with O’Brien–Fleming spending: early ones need far more than late ones, and all together err as rarely as one.'
      : 'Looks are by a confidence sequence: it may be read whenever one likes, and is wider for it.';
  return [
    { level: 'note', code: 'plan', text: planned === null ? how : `${from[planned.from]} ${how}` },
    {
      level: 'note',
      code: 'final_values',
      text: 'A unit’s value must not change any more once it is counted: count units whose time is over.',
    },
    ...(comparisons > 1
      ? [
          {
            level: 'note',
            code: 'several_comparisons',
            text: `${comparisons} comparisons share the error rate equally.`,
          } as const,
        ]
      : []),
  ];
}

const chosenNote = (baseline: string): FileNote => ({
  level: 'note',
  code: 'baseline_chosen',
  text: `Everything is compared with ${baseline} (--baseline says otherwise).`,
});
