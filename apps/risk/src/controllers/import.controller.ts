import { Body, Controller, HttpCode, Inject, Post, Query, Res } from '@nestjs/common';
import type { FastifyReply } from 'fastify';
import type { Principal } from '#libs/contracts';
import { MixpanelIntake, mixpanelRefusal, type MixpanelAnswer } from '#libs/events';
import { Caller, Rules, Scope, Summary, TestKeys, type Problem } from '#libs/http';

const refusal = ({ status, detail }: Problem): MixpanelAnswer => mixpanelRefusal(status, detail);
const batchBytes = 16_777_216;

/** Mixpanel's /import: its clients need only our address and a key as the user name. */
@Controller('import')
export class ImportController {
  constructor(@Inject(MixpanelIntake) private readonly intake: MixpanelIntake) {}

  @Scope('events:write')
  @TestKeys()
  @Summary('Take events in Mixpanel’s shape and answer in its words')
  @Post()
  @HttpCode(200)
  @Rules({ bodyLimit: batchBytes, judgesItems: true, takesLines: true, refusal })
  async take(
    @Body() body: unknown,
    @Query('strict') strict: string | undefined,
    @Caller() caller: Principal,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<MixpanelAnswer> {
    const answer = await this.intake.take(body, strict !== '0', caller);
    void reply.status(answer.code);
    return answer;
  }
}
