export type { FieldType, ImportField } from './import/field.js';
export { ImportEventsHandler } from './import/import-events.handler.js';
export { ImportPledgesHandler } from './import/import-pledges.handler.js';
export { ImportService } from './import/import.service.js';
export { PLEDGE_IMPORT } from './import/pledge-import.js';
export type { PledgeImport } from './import/pledge-import.js';
