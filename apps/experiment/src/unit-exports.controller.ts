import { Controller, Get, HttpCode, Inject, Param, Post, StreamableFile } from '@nestjs/common';
import { z } from 'zod';
import { experimentKeySchema, type Principal, type UnitExportAccepted, type UnitExportView } from '#libs/contracts';
import { UnitExportFiles, UnitExportService } from '#libs/experimentation';
import { Caller, NoBody, Scope, Summary } from '#libs/http';

const key = { schema: experimentKeySchema };

@Controller('v1/experiments/:key/unit-exports')
export class UnitExportsController {
  constructor(
    @Inject(UnitExportService) private readonly service: UnitExportService,
    @Inject(UnitExportFiles) private readonly files: UnitExportFiles,
  ) {}

  @Scope('reports:write')
  @Summary('Ask for the table of an experiment’s units as a file')
  @NoBody()
  @Post()
  @HttpCode(202)
  ask(@Param('key', key) experiment: string, @Caller() caller: Principal): Promise<UnitExportAccepted> {
    return this.service.ask(experiment, caller);
  }

  @Scope('reports:read')
  @Summary('List the files of an experiment’s units')
  @Get()
  list(@Param('key', key) experiment: string): Promise<UnitExportView[]> {
    return this.service.list(experiment);
  }

  @Scope('reports:read')
  @Summary('Read the table of an experiment’s units as CSV')
  @Get(':id/file')
  async file(
    @Param('key', key) experiment: string,
    @Param('id', { schema: z.uuid() }) id: string,
  ): Promise<StreamableFile> {
    const disposition = `attachment; filename="verdict-${experiment}-units.csv"`;
    return new StreamableFile(await this.files.open(experiment, id), { type: 'text/csv; charset=utf-8', disposition });
  }
}
