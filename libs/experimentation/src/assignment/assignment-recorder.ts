import { Inject, Injectable } from '@nestjs/common';
import type { UnitType } from '#libs/bucketing';
import type { AssignmentAnswer, AssignmentRequest, AssignmentView, Exposure, Principal } from '#libs/contracts';
import { forbidden, invalid } from '#libs/errors';
import { ExposureService } from '../exposure/exposure.service.js';
import { SnapshotService } from '../snapshot/snapshot.service.js';
import { AssignmentService } from './assignment.service.js';
import type { Asked } from './requested-variants.js';

type Units = AssignmentRequest['units'];

/**
 * Answers whose units are taken to meet what they are assigned: their exposures are recorded before the answer is given.
 * Apart from `AssignmentService`, so that whoever only asks waits for nothing.
 */
@Injectable()
export class AssignmentRecorder {
  constructor(
    @Inject(AssignmentService) private readonly assignments: AssignmentService,
    @Inject(ExposureService) private readonly exposures: ExposureService,
    @Inject(SnapshotService) private readonly snapshots: SnapshotService,
  ) {}

  /**
   * The JSON text of an `AssignmentAnswer` that says how many exposures are kept.
   *
   * @throws VerdictError `forbidden` without the scope of exposures, `invalid` for an id that the log refuses,
   * `unavailable` when neither log nor spool takes them, and what `AssignmentService` throws
   */
  async answer(request: AssignmentRequest, caller: Principal, asked?: Asked): Promise<string> {
    if (!caller.scopes.includes('exposures:write'))
      throw forbidden(`To record exposures needs the scope exposures:write, which ${caller.name} has not.`);
    const answer = JSON.parse(await this.assignments.answer(request, caller, asked)) as AssignmentAnswer;
    const kept = await this.record(this.exposuresOf(answer, request.units), caller);
    return JSON.stringify({ ...answer, ...kept } satisfies AssignmentAnswer);
  }

  private async record(exposures: readonly Exposure[], caller: Principal) {
    if (exposures.length === 0) return { recorded: 0, spooled: false };
    const { accepted, repeated, spooled, refused } = await this.exposures.recordAll(exposures, caller);
    if (refused.length === 0) return { recorded: accepted + repeated, spooled };
    const problems = refused.map(({ index, rule, detail }) => {
      const { experiment, unit } = exposures[index] as Exposure;
      return { pointer: `/units/${unit.type}`, rule, detail: `no exposure to ${experiment}: ${detail}` };
    });
    throw invalid('Not every exposure can be recorded; none is answered.', problems);
  }

  /** One of each unit and experiment. Who is held out meets the holdout by it. */
  private exposuresOf({ assignments }: AssignmentAnswer, given: Units): Exposure[] {
    const { units } = this.snapshots.current;
    const byExperiment = new Map(assignments.map((one) => [one.experiment, one]));
    return [...byExperiment.values()].flatMap((one) => exposureOf(one, given, units.get(one.experiment) ?? []));
  }
}

/** Of what is met where an answer with one of these reasons is shown: said, since of an id that is refused it is `in_analysis: false`. */
const met: ReadonlySet<string> = new Set(['assigned', 'sticky', 'held_out']);

/** @param types of unit that the experiment knows, its own before the one that it falls back on */
function exposureOf(
  { experiment, variant, reason }: AssignmentView,
  given: Units,
  types: Iterable<UnitType>,
): Exposure[] {
  const type = [...types].find((one) => given[one] !== undefined);
  const id = type && given[type];
  if (type === undefined || id === undefined || variant === null) return [];
  return met.has(reason) ? [{ experiment, variant, unit: { type, id } }] : [];
}
