const allAddresses = 2 ** 32;
const coarsest = 2 ** 16;
/** Of the integers table. */
const mostIntegers = 1_000_000;

/**
 * Ranges of a bucket, on average, from which finer buckets pay: each address of a bucket is compared with all of its ranges,
 * and each edge of a bucket may cut a range in two. Measured in PostgreSQL, processor time of a join of a million addresses:
 * 334,000 ranges take 1.3 s at /16 (5 a bucket), 0.7 s at /18 (1.3 a bucket) and 1.0 s at /20, where there are three times as
 * many rows; 2.9 million take 14 s at /16 (44 a bucket), 2.5 s at /20 (3 a bucket).
 */
const mostPerBucket = 3;

/**
 * Addresses of a bucket of IPv4 for that many ranges: 65536 (a /16), or a quarter of it again and again where they are
 * dense, as long as the integers reach over the widest range.
 */
export function bucketSize(ranges: number, widest: number): number {
  let size = coarsest;
  while (size > 1 && (ranges * size) / allAddresses > mostPerBucket && (4 * widest) / size + 1 < mostIntegers)
    size /= 4;
  return size;
}
