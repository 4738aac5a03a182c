export { AccessApiModule } from './access-api.module.js';
export { AccessModule } from './access.module.js';
export { Audit } from './audit.js';
export type { AuditEntry } from './audit.js';
export { KeyRing } from './key-ring.js';
export { KeyUse } from './key-use.js';
export { KeyService } from './key.service.js';
export { PeopleService } from './people.service.js';
export { StreamPasses } from './stream-passes.js';
