/** One queue for all jobs; in a Redis Cluster its keys share the hash tag. */
export const queueName = '{verdict}';
