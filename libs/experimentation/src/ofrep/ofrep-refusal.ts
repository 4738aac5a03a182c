import type { OfrepErrorCode, OfrepFailure } from '#libs/contracts';
import type { FieldProblem } from '#libs/errors';

/** What is known of a refusal, whatever the protocol. */
interface Refusal {
  readonly status: number;
  readonly detail: string;
  readonly problems?: readonly FieldProblem[];
}

/** Too long a key is that of no flag; the protocol knows no 413 and no 415 either: such a request is a bad one as others are. */
export const ofrepStatus = ({ status }: Refusal): number => {
  if (status === 414) return 404;
  return status === 413 || status === 415 ? 400 : status;
};

/** @param key of the flag, where one was asked for */
export function ofrepRefusal(refusal: Refusal, key: string | undefined): OfrepFailure {
  const { detail, problems = [] } = refusal;
  const errorCode = codeOf(refusal, key);
  return {
    ...(key === undefined || errorCode === undefined ? {} : { key }),
    ...(errorCode === undefined ? {} : { errorCode }),
    errorDetails: problems.length === 0 ? detail : problems.map(sentenceOf).join('; '),
  };
}

const sentenceOf = ({ pointer, rule, detail }: FieldProblem): string =>
  `${pointer === '' ? 'The body' : pointer}: ${detail} (rule: ${rule})`;

/** Undefined: the request is not at fault. */
function codeOf({ status, problems }: Refusal, key: string | undefined): OfrepErrorCode | undefined {
  if (status === 404 && key !== undefined) return 'FLAG_NOT_FOUND';
  if (status === 414) return 'FLAG_NOT_FOUND';
  if (status === 413) return 'INVALID_CONTEXT';
  if (status === 415) return 'PARSE_ERROR';
  return status === 400 ? codeOfProblem(problems?.[0]) : undefined;
}

function codeOfProblem(problem: FieldProblem | undefined): OfrepErrorCode {
  if (problem === undefined) return 'GENERAL';
  if (problem.pointer === '') return 'PARSE_ERROR';
  if (problem.rule === 'targeting_key') return 'TARGETING_KEY_MISSING';
  return problem.pointer.startsWith('/context') ? 'INVALID_CONTEXT' : 'GENERAL';
}
