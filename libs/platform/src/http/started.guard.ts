import { type CanActivate, type ExecutionContext, Injectable, SetMetadata } from '@nestjs/common';
import { Reflector } from '@nestjs/core';
import { Unavailable } from '@waybill/unit-of-work';
import { Dependencies } from '../runtime/dependencies.js';

export const NEEDS_NOTHING = 'waybill:needs-nothing';

/** The route works before the database is reachable: health and metrics. */
export const NeedsNothing = () => SetMetadata(NEEDS_NOTHING, true);

/** Refuses requests with 503 until the database is reachable and migrated. */
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
