import { S3Client } from '@aws-sdk/client-s3';
import type { S3Location } from '#libs/contracts';

/** The first try and three more, with the SDK's pauses between them: what needs longer is up to the caller, who has a queue. */
export const attempts = 4;

export interface S3Limits {
  readonly connectMs: number;
  /** Without a byte in either direction; what the system still has to send of an upload is silence too. */
  readonly silenceMs: number;
  /** Until an answer begins; an upload of one part is within it. */
  readonly answerMs: number;
}

const defaultLimits: S3Limits = { connectMs: 3_000, silenceMs: 30_000, answerMs: 120_000 };

/**
 * Credentials come from the SDK's usual chain. Checksums only where the protocol demands them: the SDK's own default sends
 * headers that other servers than Amazon's have answered with errors, and the signature covers each body as it is.
 */
export function createS3Client({ endpoint, pathStyle, region }: S3Location, limits = defaultLimits): S3Client {
  return new S3Client({
    ...(region === undefined ? {} : { region }),
    ...(endpoint === undefined ? {} : { endpoint }),
    forcePathStyle: pathStyle,
    maxAttempts: attempts,
    retryMode: 'standard',
    requestChecksumCalculation: 'WHEN_REQUIRED',
    responseChecksumValidation: 'WHEN_REQUIRED',
    requestHandler: {
      connectionTimeout: limits.connectMs,
      socketTimeout: limits.silenceMs,
      requestTimeout: limits.answerMs,
      throwOnRequestTimeout: true,
    },
  });
}
