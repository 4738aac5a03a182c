/** What a figure must be: at least, at most, or both; the error is added on the side that it could fail on. */
export interface CertificateBound {
  readonly least: number | null;
  readonly most: number | null;
}

/** One figure of the certificate. */
export interface CertificateRow {
  readonly what: string;
  /** Where one `what` has several figures, as for 14, 28 and 56 looks, which one this is. */
  readonly column?: string;
  /** How many simulated experiments, comparisons, or cases it is of. */
  readonly n: number;
  readonly unit: 'share' | 'count' | 'days' | 'seconds' | 'milliseconds' | 'score';
  readonly figure: number;
  /** Monte-Carlo error: three standard errors, so that one right figure in a thousand seems to break its bound. */
  readonly error: number;
  /** null: shown for comparison, and may be anything. */
  readonly bound: CertificateBound | null;
  /** null without a bound. */
  readonly ok: boolean | null;
}

/** How a part is to be run. */
export interface CertificateRun {
  readonly seed: number;
  /** Share of the whole number of simulated experiments: above 0, up to 1. */
  readonly budget: number;
  /** The figures are the same for any number of them. */
  readonly threads: number;
  /** For servers that a part starts; what is left there is where a run that was cut short goes on. */
  readonly folder: string;
  /** The card payments of the Fraud Detection Handbook; null: they are not there. */
  readonly handbook: string | null;
  readonly progress: (done: number, total: number) => void;
}

/** A question that the certificate answers. */
export interface CertificatePart {
  readonly name: string;
  readonly question: string;
  readonly run: (options: CertificateRun) => Promise<readonly CertificateRow[]>;
}

/** All answers of one run, as `docs/certificate.json` has them. */
export interface Certificate {
  /** RFC 3339. */
  readonly at: string;
  readonly seed: number;
  readonly budget: number;
  readonly machine: string;
  readonly seconds: number;
  readonly ok: boolean;
  readonly parts: readonly {
    readonly name: string;
    readonly question: string;
    /** RFC 3339; a part may be run by itself, later than the others. */
    readonly at: string;
    readonly seconds: number;
    readonly rows: readonly CertificateRow[];
  }[];
}
