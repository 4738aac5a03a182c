import type { DispositionAction, Label, OutcomeKind, RiskLevel, RuleOutcome } from '#libs/contracts';
import type { Tone } from './components/badge.js';
import { words } from './format.js';

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

const isDisposition = (action: string): action is DispositionAction => Object.hasOwn(dispositionWords, action);

/** What a rule does, in the words and the colour of the disposition where it is one. */
export const actionWords = (action: string): string =>
  isDisposition(action) ? dispositionWords[action] : words(action);
export const actionTone = (action: string): Tone => (isDisposition(action) ? dispositionTone[action] : 'plain');

/** What a rule was for a pledge: what it did, or why it did nothing. */
export const ruleOutcomeWords = (outcome: RuleOutcome, action: string): string =>
  ({
    fired: actionWords(action),
    unknown: 'Undecided: a feature is unknown',
    snoozed: 'Snoozed for this pledge',
    shadow_fired: `Only watched: ${actionWords(action)}`,
    shadow_unknown: 'Only watched: undecided',
  })[outcome];

export const levelTone: Readonly<Record<RiskLevel, Tone>> = { normal: 'plain', elevated: 'warn', highest: 'bad' };

/** Why a disposition is what it is. */
export const causeWords: Readonly<Record<string, string>> = {
  default: 'No rule and no threshold asked for more',
  custom_rule: 'By a rule',
  list: 'By a list entry',
  policy: "By the policy's threshold",
  degraded: 'Because it was scored without everything',
};

export const labelTone: Readonly<Record<Label, Tone>> = {
  chargeback: 'bad',
  suspected_fraud: 'warn',
  spam_or_abuse: 'warn',
  not_fraud: 'good',
};

export const labelWords: Readonly<Record<Label, string>> = {
  chargeback: 'It was fraud: charged back',
  suspected_fraud: 'Suspected of fraud',
  spam_or_abuse: 'Spam or abuse',
  not_fraud: 'It was no fraud',
};

export const outcomeTone: Readonly<Record<OutcomeKind, Tone>> = {
  authorised: 'plain',
  declined: 'warn',
  changed: 'plain',
  cancelled: 'plain',
  collected: 'good',
  refunded: 'plain',
  issuer_warning: 'warn',
  disputed: 'warn',
  charged_back: 'bad',
};

export const outcomeWords: Readonly<Record<OutcomeKind, string>> = {
  authorised: 'Authorised',
  declined: 'Declined',
  changed: 'Changed',
  cancelled: 'Cancelled',
  collected: 'Collected',
  refunded: 'Refunded',
  issuer_warning: 'Warned of by the issuer',
  disputed: 'Disputed',
  charged_back: 'Charged back',
};
