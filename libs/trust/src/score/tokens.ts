/** The injection token of named statements on connections that no other query can hold. */
export const SCORING_DATABASE = Symbol('SCORING_DATABASE');

/** The injection token of the spool for answers that the database could not take in time. */
export const SCORING_SPOOL = Symbol('SCORING_SPOOL');
