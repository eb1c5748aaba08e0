/** Every setting of the server, in one place. Read once at start; unknown or missing ones stop the start and are named. */
import { readSettings } from '@dpg/kernel/server'
import { z } from 'zod'

const flag = z.enum(['on', 'off']).transform((value) => value === 'on')

export const settingsSchema = z.object({
  PORT: z.coerce.number().int().min(0).max(65_535).default(4000).describe('Port to serve on; 0 lets the system choose.'),
  DATA_DIR: z.string().min(1).default('.data').describe('Folder for the embedded database, keys and the simulated registers.'),
  DATABASE_URL: z
    .url({ protocol: /^postgres(ql)?$/ })
    .optional()
    .describe('A PostgreSQL 15 or newer; without it the embedded PostgreSQL 18 is used.'),
  DPG_BASE_URL: z
    .url()
    .optional()
    .describe('Where people reach the site; passkeys and links in documents are bound to it. Default: http://localhost:PORT.'),
  DPG_DEMO: flag
    .optional()
    .describe(
      'Demonstration mode: personas to choose, simulated registers. Default: on with the embedded database, off with DATABASE_URL.',
    ),
  DPG_MASTER_KEY: z
    .base64()
    .optional()
    .describe(
      '32 random bytes in base64 from which all keys derive. Needed with DATABASE_URL; otherwise made once and kept in DATA_DIR.',
    ),
  DPG_COUNTRY: z.string().default('countries/kr').describe('Folder of the country pack that is published at start.'),
  DPG_PEOPLE: z.coerce
    .number()
    .int()
    .min(12)
    .max(1_000_000)
    .default(5000)
    .describe('How many synthetic people the simulated registers know.'),
  DPG_SEED: z.coerce.number().int().default(1).describe('Seed of the synthetic people; the same seed gives the same people.'),
  DPG_POLICY_PEOPLE: z.coerce
    .number()
    .int()
    .min(1000)
    .max(10_000_000)
    .default(50_000)
    .describe('How many synthetic people policies are tried out on; they are made on first use and kept in DATA_DIR.'),
  DPG_POLICY_FOLDER: z
    .string()
    .min(1)
    .optional()
    .describe('Folder of people to try policies out on in place of those made on first use (`people.json` and its columns).'),
  DPG_SWEEP_FOLDER: z
    .string()
    .min(1)
    .optional()
    .describe('Folder of a whole population: this process takes shards of the sweeps over it (`npm run dpg -- sweep begin`).'),
  DPG_REGISTER_LATENCY: z.coerce
    .number()
    .min(0)
    .max(60_000)
    .default(40)
    .describe('Typical answer time of a simulated register, in milliseconds.'),
  DPG_CERTIFICATES: z
    .string()
    .min(1)
    .optional()
    .describe('Folder of the authorities whose certificates people may sign in with: `*.pem`, and what they took back, `*.crl`.'),
  DPG_WALLET_SIGNER: z
    .string()
    .min(1)
    .optional()
    .describe(
      'Folder of the key and certificates by which wallets know this site: `key.pem` (P-256) and `chain.pem`, its own first, without the authority at the top. Without it a key is made that wallets may not know.',
    ),
  DPG_FACE_URL: z
    .url({ protocol: /^https?$/ })
    .optional()
    .describe(
      'Service that compares the face on a passport’s chip with a picture taken now; without it passports reach the lowest level only.',
    ),
  DPG_FACE_TOKEN: z.string().min(1).optional().describe('Bearer token for the service that compares faces.'),
  DPG_PROXIES: z.coerce
    .number()
    .int()
    .min(0)
    .max(10)
    .default(0)
    .describe(
      'How many proxies of your own stand before the server; limits then count whom the first of them served (X-Forwarded-For).',
    ),
  DPG_LOG: z.enum(['error', 'warn', 'info', 'debug']).default('warn').describe('Least level that is logged.'),
})

export type Settings = ReturnType<typeof readServerSettings>

/** Throws with the name of the setting that is wrong. */
export function readServerSettings(env: Readonly<Record<string, string | undefined>>) {
  const settings = readSettings(settingsSchema, env)
  if (settings.DATABASE_URL && !settings.DPG_MASTER_KEY)
    throw new Error('settings: DPG_MASTER_KEY is needed with DATABASE_URL (32 random bytes in base64: openssl rand -base64 32)')
  return { ...settings, isDemo: settings.DPG_DEMO ?? !settings.DATABASE_URL }
}
