/** The table of an experiment's units as a file: a row a unit and line. */
export interface UnitExportView {
  readonly id: string;
  readonly job_id: string | null;
  /** `failed` once its job has given up or was cancelled; an attempt that is followed by another is none. */
  readonly state: 'waiting' | 'ready' | 'failed';
  readonly asked_by: string;
  readonly asked_at: string;
  /** Null until it is ready. */
  readonly rows: number | null;
  readonly units: number | null;
  /** As it lies in object storage, under gzip. */
  readonly bytes: number | null;
  /** What was known then: nothing later is in it. */
  readonly data_through: string | null;
  /** What its job says of the failure. */
  readonly error: string | null;
}

export interface UnitExportAccepted {
  readonly export_id: string;
  readonly job_id: string;
}
