/** Where one arrives after signing in. */
import type { Principal } from '@dpg/kernel'
import { localPath } from '@dpg/ui'

const OF_RESIDENTS = /^\/(my|apply)(\/|$|\?)/
const OF_OFFICIALS = /^\/(work|authoring|policy)(\/|$|\?)/
/** Where a site waits is where one goes on. */
const OF_SIGNING = /^\/(signin(?!\/site\/)|signout)(\/|$|\?)/

/** `next` when it is a path of this site that the person may read; else the page they come for. */
export function landing(
  { kind, permissions }: Pick<Principal, 'kind'> & Partial<Pick<Principal, 'permissions'>>,
  next: string | undefined,
): string {
  const own = kind === 'official' ? workOf(permissions) : '/my/benefits'
  if (!next) return own
  const path = localPath(next)
  const isOthers = (kind === 'official' ? OF_RESIDENTS : OF_OFFICIALS).test(path)
  return path === '/' || isOthers || OF_SIGNING.test(path) ? own : path
}

/** Whoever sees no cases comes for rules or for what-ifs. */
function workOf(permissions: ReadonlySet<string> = new Set()): string {
  const has = (...roles: readonly string[]) => roles.some((role) => permissions.has(role))
  if (has('caseworker', 'approver')) return '/work'
  if (has('rule-author', 'rule-approver')) return '/authoring'
  return has('policy-analyst') ? '/policy' : '/work'
}
