import type { Principal } from '#libs/contracts';

/** Who asks for what a part of the certificate needs. */
export const certifier: Principal = { kind: 'person', id: 'certificate', name: 'certificate', scopes: [], live: true };
