import { Controller, Delete, Get, HttpCode, Inject, Param, Put } from '@nestjs/common';
import { PublicationService } from '#libs/analytics';
import { relationSchema, type Principal, type PublicationView } from '#libs/contracts';
import { Caller, NoBody, Scope, Summary } from '#libs/http';

const relation = { schema: relationSchema };

@Controller('v1/publications')
export class PublicationsController {
  constructor(@Inject(PublicationService) private readonly publications: PublicationService) {}

  @Scope('questions:read')
  @Summary('List what may be asked about, with its columns: our views, and what the company has published')
  @Get()
  list(): Promise<PublicationView[]> {
    return this.publications.list();
  }

  @Scope('publications:write')
  @Summary('Publish a table or view of the company’s own to people’s questions')
  @NoBody()
  @Put(':relation')
  publish(@Param('relation', relation) name: string, @Caller() caller: Principal): Promise<PublicationView[]> {
    return this.publications.publish(name, caller);
  }

  @Scope('publications:write')
  @Summary('Withdraw what was published')
  @Delete(':relation')
  @HttpCode(204)
  withdraw(@Param('relation', relation) name: string, @Caller() caller: Principal): Promise<void> {
    return this.publications.withdraw(name, caller);
  }
}
