import { type CanActivate, type ExecutionContext, Injectable, SetMetadata } from '@nestjs/common';
import { Reflector } from '@nestjs/core';
import { Unavailable } from '@waybill/unit-of-work';
import { Dependencies } from '../runtime/dependencies.js';

export const NEEDS_NOTHING = 'waybill:needs-nothing';

/** Answers even before the service has seen its database: health and metrics. */
export const NeedsNothing = () => SetMetadata(NEEDS_NOTHING, true);

/** Until the database is there, its schema may not be either: a request then comes too early, which is no defect. */
@Injectable()
export class StartedGuard implements CanActivate {
  constructor(
    private readonly reflector: Reflector,
    private readonly dependencies: Dependencies,
  ) {}

  canActivate(execution: ExecutionContext): boolean {
    if (execution.getType() !== 'http' || this.dependencies.started) return true;
    if (this.reflector.get<boolean>(NEEDS_NOTHING, execution.getHandler())) return true;
    throw new Unavailable('The service is still connecting to its database.');
  }
}
