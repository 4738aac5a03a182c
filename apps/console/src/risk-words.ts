import type { DispositionAction, RiskLevel } from '#libs/contracts';
import type { Tone } from './components/badge.js';

export const dispositionTone: Readonly<Record<DispositionAction, Tone>> = {
  accept: 'good',
  manual_review: 'warn',
  reject: 'bad',
};

export const dispositionWords: Readonly<Record<DispositionAction, string>> = {
  accept: 'Accept',
  manual_review: 'Review',
  reject: 'Reject',
};

export const levelTone: Readonly<Record<RiskLevel, Tone>> = { normal: 'plain', elevated: 'warn', highest: 'bad' };

/** What stands behind a disposition's reason. */
export const causeWords: Readonly<Record<string, string>> = {
  default: 'no rule and no threshold asked for more',
  custom_rule: 'a rule',
  list: 'a list entry',
  policy: "the policy's threshold",
  degraded: 'the answer was degraded',
};
