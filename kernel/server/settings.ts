/** Settings are a border: declared once, read once, unknown or missing ones stop the start and are named. */
import type { z } from 'zod'

/** Parses the environment by a Zod object; keys the schema does not name are ignored only when they lack `prefix`. */
export function readSettings<S extends z.ZodObject>(
  schema: S,
  env: Readonly<Record<string, string | undefined>>,
  prefix = 'DPG_',
): z.infer<S> {
  const known = Object.keys(schema.shape)
  const unknown = Object.keys(env).filter((key) => key.startsWith(prefix) && !known.includes(key))
  if (unknown.length > 0) throw new Error(`unknown setting: ${unknown.join(', ')}; known are ${known.join(', ')}`)
  const given = Object.fromEntries(known.filter((key) => env[key] !== undefined && env[key] !== '').map((key) => [key, env[key]]))
  const parsed = schema.safeParse(given)
  if (!parsed.success)
    throw new Error(`settings: ${parsed.error.issues.map((issue) => `${issue.path.join('.')}: ${issue.message}`).join('; ')}`)
  return parsed.data as z.infer<S>
}
