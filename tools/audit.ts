// `npm run audit`: compares the databases and topics of all services. docs/audit.md lists the checks.
import { runAudit } from '@waybill/audit';
import { conclude } from '@waybill/shop';
import { audit } from './commands/operate.js';

await conclude(() => runAudit(audit.opts()));
