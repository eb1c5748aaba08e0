/** Names as X-Road has them: `instance/class/member/subsystem`, a service one step more. Percent-encoded where they stand in a path. */

/** `KR/GOV/1741000/portal`: a system of a member that asks or answers. */
export type SubsystemId = string
/** `KR/GOV/1741000/registry/residents` */
export type ServiceId = string

const PART = /^[^/\s\p{Cc}:;%\\]{1,100}$/u

const isName = (text: string, parts: number): boolean => {
  const split = text.split('/')
  return split.length === parts && split.every((part) => PART.test(part) && part !== '.' && part !== '..')
}

/** `instance/class/member` */
export const isMember = (text: string): boolean => isName(text, 3)
export const isSubsystem = (text: string): boolean => isName(text, 4)
export const isService = (text: string): boolean => isName(text, 5)

/** The member that a subsystem or a service belongs to. */
export const memberOf = (id: SubsystemId | ServiceId): string => before(id, 3)
/** The subsystem that offers a service. */
export const subsystemOf = (id: ServiceId): SubsystemId => before(id, 4)

/** The first of its parts. */
function before(id: string, parts: number): string {
  let end = -1
  for (let part = 0; part < parts; part++) {
    end = id.indexOf('/', end + 1)
    if (end < 0) return id
  }
  return id.slice(0, end)
}

export interface Target {
  readonly service: ServiceId
  /** What follows the service's name, with the query: `/residents/12?fields=name`. */
  readonly path: string
}

const TARGET = /^\/(?:r1|subscriptions)\/((?:[^/?#]+\/){4}[^/?#]+)([/?].*)?$/
/** A step up, plain or encoded: it would leave what the service was registered with. */
const STEP_UP = /(?:^|[/\\]|%2f|%5c)(?:\.|%2e){1,2}(?:[/\\]|%2f|%5c|$)/i

/** Whether a question may be asked at this path of a service, whoever says so. */
export const isPath = (path: string): boolean => /^(?:[/?][\x21-\xff]*)?$/.test(path) && !STEP_UP.test(path.split('?', 1)[0]!)

/** The service and the rest of `/r1/…` or `/subscriptions/…`: `/r1/{instance}/{class}/{member}/{subsystem}/{service}[/path][?query]`; undefined when it is none. */
export function readTarget(url: string): Target | undefined {
  const [, names, path = ''] = TARGET.exec(url) ?? []
  if (!names || !isPath(path)) return undefined
  const service = readService(names)
  return service === undefined ? undefined : { service, path }
}

const MOST_KEPT = 1_000
const kept = new Map<string, ServiceId | undefined>()

/** The same few are asked for again and again. */
function readService(names: string): ServiceId | undefined {
  if (kept.has(names)) return kept.get(names)
  if (kept.size >= MOST_KEPT) kept.clear()
  const service = decoded(names)
  kept.set(names, service)
  return service
}

function decoded(names: string): ServiceId | undefined {
  try {
    const service = names.split('/').map(decodeURIComponent).join('/')
    return isService(service) ? service : undefined
  } catch {
    return undefined
  }
}

/** A service named after a fixed beginning of an address; undefined when it is none. */
export const readNamed = (url: string, begin: string): ServiceId | undefined =>
  url.startsWith(begin) ? readService(url.slice(begin.length)) : undefined

export const encodeName = (name: string): string => name.split('/').map(encodeURIComponent).join('/')
