/** Why nobody approves their own draft, and that they need not where review is off. */
export const ownDraft = (reviewRequired: boolean): string =>
  `Somebody else than who wrote the draft approves it.${reviewRequired ? '' : ' Review is off: it needs no approval.'}`;
