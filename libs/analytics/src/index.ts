export type { FieldType, ImportField } from './import/field.js';
export { ImportEventsHandler } from './import/import-events.handler.js';
export { ImportPledgesHandler } from './import/import-pledges.handler.js';
export { ImportService } from './import/import.service.js';
export { JobsApiModule } from './job/jobs-api.module.js';
export { countLateTables } from './pull/freshness.js';
export { noteRefusal } from './pull/note-refusal.js';
export { EventPull } from './pull/event-pull.js';
export { PullBook } from './pull/pull-book.js';
export { pullView } from './pull/pull.repository.js';
export { PullSchedule } from './pull/pull-schedule.js';
export { PullService } from './pull/pull.service.js';
export { SOURCE_CLEANUP_SCHEDULE, SourceCleanupHandler, sourceCleanupSchedule } from './pull/source-cleanup.handler.js';
export { SourcePullHandler } from './pull/source-pull.handler.js';
export { TablePull } from './pull/table-pull.js';
export { Locations } from './reader/locations.js';
export { SourceReaders } from './reader/source-readers.js';
export { checkTable } from './source/check-table.js';
export { SourceService } from './source/source.service.js';
export { PLEDGE_IMPORT } from './import/pledge-import.js';
export type { PledgeImport } from './import/pledge-import.js';
export { columnsMarkdown } from './question/columns-markdown.js';
export { PublicationService } from './question/publication.service.js';
export { QuestionRunHandler } from './question/question-run.handler.js';
export { QuestionRunService } from './question/question-run.service.js';
export { QuestionService } from './question/question.service.js';
export {
  WAREHOUSE_LOOK_SCHEDULE,
  WarehouseLookHandler,
  warehouseLookSchedule,
} from './warehouse/warehouse-look.handler.js';
export { WarehouseService } from './warehouse/warehouse.service.js';
export { BackfillHandler } from './derived/backfill.handler.js';
export { BACKFILL_SCHEDULE, backfillSchedule } from './derived/backfill-schedule.js';
export { compilePaths, pathStatement } from './report/compile-paths.js';
export { ReportHandler } from './report/report.handler.js';
export { ReportService } from './report/report.service.js';
export { compileFunnel, funnelStatement } from './report/compile-funnel.js';
export { factColumns, stageNetworks } from './geo/stage-networks.js';
export { GeoLoadHandler } from './geo/geo-load.handler.js';
export { GeoLoadService } from './geo/geo-load.service.js';
export { GeoSchedule } from './geo/geo-schedule.js';
