/** Where the object storage is: read from BUCKET_URL by libs/config, opened by libs/objects. */
export type ObjectLocation = FolderLocation | S3Location;

export interface FolderLocation {
  readonly kind: 'folder';
  /** Absolute. */
  readonly path: string;
}

export interface S3Location {
  readonly kind: 's3';
  readonly bucket: string;
  /** What the names of all objects begin with: `` or `some/where/`. */
  readonly prefix: string;
  /** Undefined: what the SDK finds, in AWS_REGION or in the profile. */
  readonly region: string | undefined;
  /** The origin of a server that is not Amazon's; undefined for Amazon's. */
  readonly endpoint: string | undefined;
  /** The bucket is in the path of a request, not in its host name. */
  readonly pathStyle: boolean;
}
