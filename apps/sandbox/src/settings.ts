import { z } from 'zod';
import type { SandboxOptions } from './sandbox.app.js';

const port = (standard: number) => z.coerce.number().int().min(0).max(65_535).default(standard);
const units = { ms: 1, s: 1_000, m: 60_000 };

/** Milliseconds as a number, or with a unit: `1500`, `250ms`, `2s`, `1m`. */
const duration = z
  .string()
  .regex(/^\d+(ms|s|m)?$/, 'a duration as 1500, 250ms, 2s or 1m')
  .transform((text) => {
    const unit = text.replace(/\d+/, '') || 'ms';
    return Number.parseInt(text, 10) * units[unit as keyof typeof units];
  });

const schema = z.object({
  SANDBOX_HOST: z.string().default('0.0.0.0'),
  GATEWAY_PORT: port(3010),
  GATEWAY_LATENCY: duration.default(0),
  GATEWAY_WEBHOOK_URL: z.url().optional(),
  GATEWAY_WEBHOOK_SECRET: z.string().min(1).default('whsec_sandbox'),
  CARRIER_PORT: port(3011),
  CARRIER_DELIVERS_AFTER: z.union([z.literal('manual'), duration]).default(2_000),
  CARRIER_WEBHOOK_SECRET: z.string().min(1).default('carrier-sandbox-secret'),
  SMTP_PORT: port(3025),
  SMTP_DISCARD: z.enum(['true', 'false']).default('false'),
  INBOX_PORT: port(3026),
  SANDBOX_DATA: z.string().min(1).optional(),
});

/** Reads the settings from environment variables; throws with every mistake in one message. */
export function readSettings(environment: Record<string, string | undefined>): SandboxOptions {
  const parsed = schema.safeParse(environment);
  if (!parsed.success) throw new Error(z.prettifyError(parsed.error));
  const env = parsed.data;
  return {
    host: env.SANDBOX_HOST,
    gatewayPort: env.GATEWAY_PORT,
    gatewayLatency: env.GATEWAY_LATENCY,
    ...(env.GATEWAY_WEBHOOK_URL !== undefined && {
      gatewayWebhook: { url: env.GATEWAY_WEBHOOK_URL, secret: env.GATEWAY_WEBHOOK_SECRET },
    }),
    carrierPort: env.CARRIER_PORT,
    carrierDeliversAfter: env.CARRIER_DELIVERS_AFTER,
    carrierWebhookSecret: env.CARRIER_WEBHOOK_SECRET,
    smtpPort: env.SMTP_PORT,
    smtpDiscard: env.SMTP_DISCARD === 'true',
    inboxPort: env.INBOX_PORT,
    ...(env.SANDBOX_DATA !== undefined && { dataFile: env.SANDBOX_DATA }),
  };
}
