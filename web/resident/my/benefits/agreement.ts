/** What was ticked, read once. */
import type { Agreement, ConsentGroup } from '@dpg/benefits/contract'
import { z } from 'zod'

const GROUPS = ['finance', 'sensitive'] as const satisfies readonly ConsentGroup[]

export const ticks = z
  .union([z.string().max(40), z.array(z.string().max(40)).max(10)])
  .optional()
  .transform((ticked) => GROUPS.filter((group) => [ticked ?? []].flat().includes(group)))

export const agreementOf = ({ version, groups }: { version: string; groups: readonly ConsentGroup[] }): Agreement => ({
  version,
  groups,
})

/** Back to one of these pages, never elsewhere. */
export const nextOf = (next: string | undefined): string =>
  next !== undefined && /^\/my(\/benefits(\/[\w%-]{1,80})?)?$/.test(next) ? next : '/my/benefits'
