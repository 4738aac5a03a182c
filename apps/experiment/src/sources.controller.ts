import { Body, Controller, Delete, Get, HttpCode, Inject, Param, Post, Put, Query } from '@nestjs/common';
import { z } from 'zod';
import { PullService, SourceService } from '#libs/analytics';
import {
  newPullSchema,
  pullQuerySchema,
  sourceKeySchema,
  sourceSchema,
  sourceTableNameSchema,
  sourceTableSchema,
  type NewPull,
  type Principal,
  type PullAnswer,
  type PullQuarantine,
  type PullQuery,
  type PullView,
  type SourceBody,
  type SourceTableBody,
  type SourceTableView,
  type SourceView,
} from '#libs/contracts';
import { Caller, Scope, Summary } from '#libs/http';

const key = { schema: sourceKeySchema };
const table = { schema: sourceTableNameSchema };
const id = { schema: z.uuid() };

@Controller('v1/sources')
export class SourcesController {
  constructor(
    @Inject(SourceService) private readonly sources: SourceService,
    @Inject(PullService) private readonly pulls: PullService,
  ) {}

  @Scope('sources:read')
  @Summary('List the sources that tables are pulled from')
  @Get()
  list(): Promise<SourceView[]> {
    return this.sources.list();
  }

  @Scope('sources:read')
  @Summary('Read a source')
  @Get(':key')
  get(@Param('key', key) source: string): Promise<SourceView> {
    return this.sources.get(source);
  }

  @Scope('sources:write')
  @Summary('Describe a source')
  @Put(':key')
  put(
    @Param('key', key) source: string,
    @Body({ schema: sourceSchema }) body: SourceBody,
    @Caller() caller: Principal,
  ): Promise<SourceView> {
    return this.sources.put(source, body, caller);
  }

  @Scope('sources:write')
  @Summary('Remove a source; what it brought stays')
  @Delete(':key')
  @HttpCode(204)
  delete(@Param('key', key) source: string, @Caller() caller: Principal): Promise<void> {
    return this.sources.delete(source, caller);
  }

  @Scope('sources:read')
  @Summary('Read a table of a source')
  @Get(':key/tables/:table')
  getTable(@Param('key', key) source: string, @Param('table', table) name: string): Promise<SourceTableView> {
    return this.sources.getTable(source, name);
  }

  @Scope('sources:write')
  @Summary('Describe a table of a source')
  @Put(':key/tables/:table')
  putTable(
    @Param('key', key) source: string,
    @Param('table', table) name: string,
    @Body({ schema: sourceTableSchema }) body: SourceTableBody,
    @Caller() caller: Principal,
  ): Promise<SourceTableView> {
    return this.sources.putTable(source, name, body, caller);
  }

  @Scope('sources:write')
  @Summary('Pull a table no more; what it brought stays')
  @Delete(':key/tables/:table')
  @HttpCode(204)
  deleteTable(
    @Param('key', key) source: string,
    @Param('table', table) name: string,
    @Caller() caller: Principal,
  ): Promise<void> {
    return this.sources.deleteTable(source, name, caller);
  }

  @Scope('sources:write')
  @Summary('Pull a source’s tables now')
  @Post(':key/pulls')
  @HttpCode(202)
  pull(
    @Param('key', key) source: string,
    @Body({ schema: newPullSchema }) body: NewPull,
    @Caller() caller: Principal,
  ): Promise<PullAnswer> {
    return this.pulls.request(source, body, caller);
  }

  @Scope('sources:read')
  @Summary('List the pulls of a source')
  @Get(':key/pulls')
  listPulls(
    @Param('key', key) source: string,
    @Query({ schema: pullQuerySchema }) query: PullQuery,
  ): Promise<PullView[]> {
    return this.pulls.list(source, query);
  }

  @Scope('sources:read')
  @Summary('Read a pull: its state and counts')
  @Get(':key/pulls/:id')
  getPull(@Param('key', key) source: string, @Param('id', id) pull: string): Promise<PullView> {
    return this.pulls.get(source, pull);
  }

  @Scope('sources:read')
  @Summary('Read the rows that a pull left aside')
  @Get(':key/pulls/:id/quarantine')
  quarantine(@Param('key', key) source: string, @Param('id', id) pull: string): Promise<PullQuarantine[]> {
    return this.pulls.quarantine(source, pull);
  }
}
