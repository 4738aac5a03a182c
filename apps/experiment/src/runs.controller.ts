import { Body, Controller, Get, HttpCode, Inject, Param, Post, Query, type StreamableFile } from '@nestjs/common';
import { z } from 'zod';
import { QuestionRunService } from '#libs/analytics';
import {
  querySchema,
  runNoteSchema,
  runRowsQuerySchema,
  type Principal,
  type QueryBody,
  type RunNoteBody,
  type RunRows,
  type RunRowsQuery,
  type RunView,
} from '#libs/contracts';
import { Caller, csvOf, Scope, Summary } from '#libs/http';

const id = { schema: z.uuid() };

/** Askings of the warehouse, of questions that are kept and of those that are not, and their answers. */
@Controller('v1')
export class RunsController {
  constructor(@Inject(QuestionRunService) private readonly runs: QuestionRunService) {}

  @Scope('questions:write')
  @Summary('Ask the warehouse once, without saving the question')
  @Post('queries')
  @HttpCode(202)
  query(@Body({ schema: querySchema }) body: QueryBody, @Caller() caller: Principal): Promise<RunView> {
    return this.runs.query(body, caller);
  }

  @Scope('questions:read')
  @Summary('Read a run: its state and the beginning of its answer')
  @Get('runs/:id')
  get(@Param('id', id) run: string): Promise<RunView> {
    return this.runs.get(run);
  }

  @Scope('questions:read')
  @Summary('Read all rows of an answer, as JSON or CSV')
  @Get('runs/:id/rows')
  async rows(
    @Param('id', id) run: string,
    @Query({ schema: runRowsQuerySchema }) { format }: RunRowsQuery,
  ): Promise<RunRows | StreamableFile> {
    const answer = await this.runs.rows(run);
    return format === 'json' ? answer : csvOf(answer, run);
  }

  @Scope('questions:write')
  @Summary('Write a note beside an answer')
  @Post('runs/:id/notes')
  note(
    @Param('id', id) run: string,
    @Body({ schema: runNoteSchema }) body: RunNoteBody,
    @Caller() caller: Principal,
  ): Promise<RunView> {
    return this.runs.note(run, body, caller);
  }
}
