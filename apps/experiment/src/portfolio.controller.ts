import { Controller, Get, Inject, Query } from '@nestjs/common';
import { portfolioQuerySchema, type NoPortfolio, type Portfolio, type PortfolioQuery } from '#libs/contracts';
import { PortfolioService } from '#libs/experimentation';
import { Scope, Summary } from '#libs/http';

@Controller('v1/portfolio')
export class PortfolioController {
  constructor(@Inject(PortfolioService) private readonly portfolio: PortfolioService) {}

  @Scope('experiments:read')
  @Summary('Read the effects of all experiments on a metric, each as it is believed once the others are known')
  @Get()
  read(@Query({ schema: portfolioQuerySchema }) query: PortfolioQuery): Promise<Portfolio | NoPortfolio> {
    return this.portfolio.read(query);
  }
}
