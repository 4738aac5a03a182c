export { fastAssignmentRequestSchema } from './assignment/assignment-request.js';
export { AssignmentService } from './assignment/assignment.service.js';
export { forceHeader } from './assignment/requested-variants.js';
export type { Asked } from './assignment/requested-variants.js';
export { ExperimentationModule } from './experimentation.module.js';
export { ExperimentRepository } from './experiment/experiment.repository.js';
export { ExperimentAdvisor } from './experiment/experiment-advisor.js';
export { ExperimentBook } from './experiment/experiment-book.js';
export { ExperimentReview } from './experiment/experiment-review.js';
export { ExperimentVersionService } from './experiment/experiment-version.service.js';
export { ExperimentService } from './experiment/experiment.service.js';
export type { Schedule } from './experiment/experiment.service.js';
export { ForcingService } from './experiment/forcing.service.js';
export { metricCatalogue, metricView } from './experiment/metric-catalogue.js';
export { AttributeService } from './flag/attribute.service.js';
export { EvaluationService } from './flag/evaluation.service.js';
export { GrowthBookService, refuseOthers } from './growthbook/growthbook.service.js';
export { fastGrowthBookSubjectSchema } from './growthbook/subject-request.js';
export { FlagTrialService } from './flag/flag-trial.service.js';
export { FlagService } from './flag/flag.service.js';
export { SavedGroupService } from './flag/saved-group.service.js';
export { ExposureService } from './exposure/exposure.service.js';
export { ExposureSpool } from './exposure/exposure-spool.js';
export { HoldoutService } from './holdout/holdout.service.js';
export { LayerService } from './layer/layer.service.js';
export { ExperimentRefreshHandler } from './results/experiment-refresh.handler.js';
export { EXPERIMENT_REFRESH_SCHEDULE, ExperimentRefreshModule } from './results/experiment-refresh.module.js';
export type { RunQuery } from './results/reading.js';
export { ReadingRepository } from './results/reading.repository.js';
export { readoutOf } from './results/readout.js';
export { ResultsService } from './results/results.service.js';
export { WarehouseReader } from './results/warehouse-reader.js';
export { ExperimentDetailService } from './schedule/experiment-detail.service.js';
export { ExperimentScheduleService } from './schedule/experiment-schedule.service.js';
export { FlagScheduleService } from './schedule/flag-schedule.service.js';
export { ScheduleRunHandler } from './schedule/schedule-run.handler.js';
export { SCHEDULE_RUN_SCHEDULE, ScheduleRunModule } from './schedule/schedule-run.module.js';
export {
  STICKY_CLEANUP_SCHEDULE,
  StickyCleanupHandler,
  stickyCleanupSchedule,
} from './sticky/sticky-cleanup.handler.js';
export { StickyMemory } from './sticky/sticky-memory.js';
export { StickyRepository } from './sticky/sticky.repository.js';
export { OfrepService } from './ofrep/ofrep.service.js';
export { ofrepRefusal, ofrepStatus } from './ofrep/ofrep-refusal.js';
export { fastOfrepRequestSchema } from './ofrep/ofrep-request.js';
export { CatchUp } from './snapshot/catch-up.js';
export { SnapshotService } from './snapshot/snapshot.service.js';
