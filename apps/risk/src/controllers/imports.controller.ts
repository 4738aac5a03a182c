import { Body, Controller, Get, HttpCode, Inject, Param, Post, Query } from '@nestjs/common';
import { ImportService } from '#libs/analytics';
import {
  importQuerySchema,
  newImportSchema,
  quarantineQuerySchema,
  type ImportAnswer,
  type ImportQuery,
  type ImportView,
  type NewImport,
  type Principal,
  type QuarantinedLine,
  type QuarantineQuery,
} from '#libs/contracts';
import { Caller, Scope, Summary } from '#libs/http';
import { z } from 'zod';

const id = z.uuid();

@Controller('v1/imports')
@Scope('imports:write')
export class ImportsController {
  constructor(@Inject(ImportService) private readonly imports: ImportService) {}

  @Summary('Import a file of pledges, outcomes or events')
  @Post()
  @HttpCode(202)
  create(@Body({ schema: newImportSchema }) body: NewImport, @Caller() caller: Principal): Promise<ImportAnswer> {
    return this.imports.create(body, caller);
  }

  @Summary('List the latest imports')
  @Get()
  list(@Query({ schema: importQuerySchema }) query: ImportQuery): Promise<ImportView[]> {
    return this.imports.list(query);
  }

  @Summary('Read an import: its state, counts and report')
  @Get(':id')
  get(@Param('id', { schema: id }) importId: string): Promise<ImportView> {
    return this.imports.get(importId);
  }

  @Summary('Read the lines that an import left aside')
  @Get(':id/quarantine')
  quarantine(
    @Param('id', { schema: id }) importId: string,
    @Query({ schema: quarantineQuerySchema }) query: QuarantineQuery,
  ): Promise<QuarantinedLine[]> {
    return this.imports.quarantine(importId, query);
  }
}
