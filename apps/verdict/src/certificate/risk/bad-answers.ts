import type { Assessment } from '#libs/contracts';
import type { BadPledge } from './bad-pledges.js';

export interface Answered {
  readonly status: number;
  readonly text: string;
}

interface Problem {
  readonly status?: unknown;
  readonly title?: unknown;
  readonly problems?: readonly { readonly pointer?: unknown; readonly rule?: unknown; readonly detail?: unknown }[];
}

const pointer = /^(\/([^~/]|~[01])*)*$/;
const sumTolerance = 1e-9;

/** What is wrong with the answer to a request; empty: nothing. */
export function faultsOf(asked: BadPledge, { status, text }: Answered): string[] {
  if (status !== 200 && status !== 400) return [`status ${status}`];
  const body: unknown = JSON.parse(text);
  return status === 200 ? scoreFaults(asked, body as Assessment) : refusalFaults(asked, body as Problem);
}

function refusalFaults({ refused }: BadPledge, { status, title, problems = [] }: Problem): string[] {
  if (status !== 400 || typeof title !== 'string') return ['no problem of RFC 9457'];
  const pointers = problems.map((problem) => String(problem.pointer));
  const [first] = problems;
  // Whatever text is thrown at it may hold a card number.
  if (refused.length === 0) return first?.rule === 'card_number' ? [] : [`refused for ${JSON.stringify(problems)}`];
  return refused.some((one) => pointers.includes(one)) ? [] : [`${refused.join()} is not named by ${pointers.join()}`];
}

function scoreFaults({ refused, warned, unwarned }: BadPledge, answer: Assessment): string[] {
  if (refused.length > 0) return ['was scored'];
  return [...numberFaults(answer), ...warningFaults(answer, warned, unwarned)];
}

/** NaN and Infinity are null as JSON. */
function numberFaults({ risk_score, log_odds, features, risk_score_reasons, subscores }: Assessment): string[] {
  const sum = risk_score_reasons.reduce((total, { contribution }) => total + contribution, 0);
  const odds = Math.log(risk_score / (100 - risk_score));
  return [
    ...(risk_score >= 0.01 && risk_score <= 99 ? [] : [`risk_score ${risk_score}`]),
    ...(Math.abs(sum - log_odds) <= sumTolerance ? [] : [`reasons add up to ${sum}, not ${log_odds}`]),
    ...(Math.abs(odds - log_odds) <= sumTolerance ? [] : [`log_odds ${log_odds} of risk_score ${risk_score}`]),
    ...[...Object.entries(features), ...Object.entries(subscores)].flatMap(([name, value]) =>
      value === null ? [`${name} is no number`] : [],
    ),
  ];
}

function warningFaults({ warnings }: Assessment, warned: readonly string[], unwarned: readonly string[]): string[] {
  const given = new Set(warnings.map(({ input_pointer }) => input_pointer));
  // A geo database that is not there is none of the sender's business.
  const blamed = new Set(
    warnings.flatMap(({ code, input_pointer }) => (code === 'GEO_UNAVAILABLE' ? [] : [input_pointer])),
  );
  return [
    ...warnings.flatMap((one) => (pointer.test(one.input_pointer) && one.code !== '' ? [] : [JSON.stringify(one)])),
    // Beyond fifty the rest is cut off.
    ...(warnings.length >= 50 ? [] : warned.flatMap((one) => (given.has(one) ? [] : [`no warning of ${one}`]))),
    ...unwarned.flatMap((one) => (blamed.has(one) ? [`a warning of ${one}`] : [])),
  ];
}
