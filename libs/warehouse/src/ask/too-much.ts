import { invalid } from '#libs/errors';

/** What a question needs more of than it may have: no repeat would need less, so whoever asked is told. */
export const tookTooLong = (milliseconds: number): Error =>
  invalid(`The question took more than ${milliseconds / 1_000} s and was stopped: ask for less.`);

/** @param bytes undefined where the server has a limit of its own. */
export const tookTooMuchDisk = (bytes: number | undefined): Error =>
  invalid(
    bytes === undefined
      ? 'The question needs more of the warehouse’s disk than its server allows (temp_file_limit) and was stopped: ask for less.'
      : `The question needs more than ${bytes / 1_000_000_000} GB of the warehouse’s disk (WAREHOUSE_SPILL_GB) and was stopped: ask for less.`,
  );

export const foundDiskFull = (): Error =>
  invalid('The warehouse’s disk has no room for what the question sets aside: ask for less, or let room be made.');

export const tookTooMuchMemory = (detail: string): Error =>
  invalid(`The question needs more memory than the warehouse has, and was stopped: ask for less. (${detail})`);

/** Of the text itself: what the engine says of it. */
export const refused = (detail: string): Error => invalid(`The warehouse refuses the question: ${detail}`);
