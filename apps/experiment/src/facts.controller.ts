import { Body, Controller, Delete, Get, HttpCode, Inject, Param, Patch, Post, Query } from '@nestjs/common';
import {
  factPatchSchema,
  metricKeySchema,
  metricListSchema,
  newFactSchema,
  type FactDetail,
  type FactPatch,
  type FactVersionView,
  type FactView,
  type MetricListQuery,
  type NewFact,
  type Principal,
} from '#libs/contracts';
import { FactService } from '#libs/experimentation';
import { Caller, Scope, Summary } from '#libs/http';

const key = { schema: metricKeySchema };

@Controller('v1/facts')
export class FactsController {
  constructor(@Inject(FactService) private readonly facts: FactService) {}

  @Scope('experiments:read')
  @Summary('List the facts that metrics are over')
  @Get()
  list(@Query({ schema: metricListSchema }) query: MetricListQuery): Promise<FactView[]> {
    return this.facts.list(query);
  }

  @Scope('experiments:write')
  @Summary('Define a fact: its SQL is checked at once, and run on an empty day by a job')
  @Post()
  create(@Body({ schema: newFactSchema }) body: NewFact, @Caller() caller: Principal): Promise<FactDetail> {
    return this.facts.create(body, caller);
  }

  @Scope('experiments:read')
  @Summary('Read a fact, its columns, and which metrics are over it')
  @Get(':key')
  get(@Param('key', key) fact: string): Promise<FactDetail> {
    return this.facts.get(fact);
  }

  @Scope('experiments:write')
  @Summary('Change a fact: a new version, which metrics use once it was checked')
  @Patch(':key')
  update(
    @Param('key', key) fact: string,
    @Body({ schema: factPatchSchema }) patch: FactPatch,
    @Caller() caller: Principal,
  ): Promise<FactDetail> {
    return this.facts.update(fact, patch, caller);
  }

  @Scope('experiments:write')
  @Summary('Check the latest version of a fact once more')
  @Post(':key/check')
  @HttpCode(202)
  check(@Param('key', key) fact: string, @Caller() caller: Principal): Promise<FactDetail> {
    return this.facts.check(fact, caller);
  }

  @Scope('experiments:write')
  @Summary('Put a fact away that no metric is over')
  @Delete(':key')
  @HttpCode(204)
  archive(@Param('key', key) fact: string, @Caller() caller: Principal): Promise<void> {
    return this.facts.archive(fact, caller);
  }

  @Scope('experiments:read')
  @Summary('Read the versions of a fact')
  @Get(':key/versions')
  versions(@Param('key', key) fact: string): Promise<FactVersionView[]> {
    return this.facts.history(fact);
  }
}
