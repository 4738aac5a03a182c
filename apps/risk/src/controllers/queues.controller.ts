import { Body, Controller, Get, HttpCode, Inject, Param, Post, Put, Query } from '@nestjs/common';
import {
  queueKeySchema,
  queueSchema,
  queueStatsQuerySchema,
  type ClaimAnswer,
  type Principal,
  type QueueBody,
  type QueueStats,
  type QueueStatsQuery,
  type QueueView,
} from '#libs/contracts';
import { Caller, NoBody, Scope, Summary } from '#libs/http';
import { CaseService, QueueService } from '#libs/trust';

@Controller('v1/queues')
export class QueuesController {
  constructor(
    @Inject(QueueService) private readonly queues: QueueService,
    @Inject(CaseService) private readonly cases: CaseService,
  ) {}

  @Summary('List the queues of cases')
  @Get()
  @Scope('reviews:read')
  async list(): Promise<{ queues: QueueView[] }> {
    return { queues: await this.queues.list() };
  }

  @Summary('Make or change a queue')
  @Put(':key')
  @Scope('queues:write')
  put(
    @Param('key', { schema: queueKeySchema }) key: string,
    @Body({ schema: queueSchema }) body: QueueBody,
    @Caller() caller: Principal,
  ): Promise<QueueView> {
    return this.queues.put(key, body, caller);
  }

  @Summary('Read how a queue does')
  @Get(':key/stats')
  @Scope('reviews:read')
  stats(
    @Param('key', { schema: queueKeySchema }) key: string,
    @Query({ schema: queueStatsQuerySchema }) query: QueueStatsQuery,
  ): Promise<QueueStats> {
    return this.queues.stats(key, query);
  }

  @Summary('Claim the next case of a queue')
  @NoBody()
  @Post(':key/claim')
  @HttpCode(200)
  @Scope('reviews:write')
  claim(@Param('key', { schema: queueKeySchema }) key: string, @Caller() caller: Principal): Promise<ClaimAnswer> {
    return this.cases.claimNext(key, caller);
  }
}
