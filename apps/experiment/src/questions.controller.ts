import { Body, Controller, Delete, Get, HttpCode, Inject, Param, Post, Put, Query } from '@nestjs/common';
import { z } from 'zod';
import { QuestionRunService, QuestionService } from '#libs/analytics';
import {
  newRunSchema,
  questionListSchema,
  questionSchema,
  type NewQuestionRun,
  type Principal,
  type QuestionBody,
  type QuestionListQuery,
  type QuestionView,
  type RunView,
} from '#libs/contracts';
import { Caller, Scope, Summary } from '#libs/http';

const id = { schema: z.uuid() };

@Controller('v1/questions')
export class QuestionsController {
  constructor(
    @Inject(QuestionService) private readonly questions: QuestionService,
    @Inject(QuestionRunService) private readonly runs: QuestionRunService,
  ) {}

  @Scope('questions:read')
  @Summary('List the questions')
  @Get()
  list(@Query({ schema: questionListSchema }) query: QuestionListQuery): Promise<QuestionView[]> {
    return this.questions.list(query);
  }

  @Scope('questions:write')
  @Summary('Save a question')
  @Post()
  create(@Body({ schema: questionSchema }) body: QuestionBody, @Caller() caller: Principal): Promise<QuestionView> {
    return this.questions.create(body, caller);
  }

  @Scope('questions:read')
  @Summary('Read a question')
  @Get(':id')
  get(@Param('id', id) question: string): Promise<QuestionView> {
    return this.questions.get(question);
  }

  @Scope('questions:write')
  @Summary('Change a question')
  @Put(':id')
  update(
    @Param('id', id) question: string,
    @Body({ schema: questionSchema }) body: QuestionBody,
    @Caller() caller: Principal,
  ): Promise<QuestionView> {
    return this.questions.update(question, body, caller);
  }

  @Scope('questions:write')
  @Summary('Put a question away')
  @Delete(':id')
  @HttpCode(204)
  archive(@Param('id', id) question: string, @Caller() caller: Principal): Promise<void> {
    return this.questions.archive(question, caller);
  }

  @Scope('questions:write')
  @Summary('Ask the warehouse a saved question')
  @Post(':id/runs')
  @HttpCode(202)
  ask(
    @Param('id', id) question: string,
    @Body({ schema: newRunSchema }) body: NewQuestionRun,
    @Caller() caller: Principal,
  ): Promise<RunView> {
    return this.runs.ask(question, body, caller);
  }

  @Scope('questions:read')
  @Summary('List the runs of a question')
  @Get(':id/runs')
  listRuns(@Param('id', id) question: string): Promise<RunView[]> {
    return this.runs.list(question);
  }
}
