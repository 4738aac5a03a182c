import { z } from 'zod';

/** Goes along with a change: nobody overwrites, or vouches for, what they have not seen. */
export const versionReadSchema = z
  .int()
  .positive()
  .meta({ description: 'the one that was read: refused (409) when somebody else was quicker' });
