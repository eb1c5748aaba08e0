/** Where one arrives after signing in. */
import type { Principal } from '@dpg/kernel'
import { localPath } from '@dpg/ui'

const OF_RESIDENTS = /^\/(my|apply)(\/|$|\?)/
const OF_OFFICIALS = /^\/work(\/|$|\?)/
const OF_SIGNING = /^\/(signin|signout)(\/|$|\?)/

/** `next` when it is a path of this site that the person may read; else the page they come for. */
export function landing({ kind }: Pick<Principal, 'kind'>, next: string | undefined): string {
  const own = kind === 'official' ? '/work' : '/my/benefits'
  if (!next) return own
  const path = localPath(next)
  const isOthers = (kind === 'official' ? OF_RESIDENTS : OF_OFFICIALS).test(path)
  return path === '/' || isOthers || OF_SIGNING.test(path) ? own : path
}
