import { AtMost } from '@waybill/platform';
import { importErrors } from './import.errors.js';

/** Counts the imports that each tenant runs. */
export class RunningImports extends AtMost {
  constructor(most: number) {
    super(most, importErrors.TOO_MANY_IMPORTS);
  }
}
