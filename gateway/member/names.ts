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
export const memberOf = (id: SubsystemId | ServiceId): string => id.split('/', 3).join('/')
/** The subsystem that offers a service. */
export const subsystemOf = (id: ServiceId): SubsystemId => id.split('/', 4).join('/')

export interface Target {
  readonly service: ServiceId
  /** What follows the service's name, with the query: `/residents/12?fields=name`. */
  readonly path: string
}

/** The service and the rest of `/r1/{instance}/{class}/{member}/{subsystem}/{service}[/path][?query]`; undefined when it is none. */
export function readTarget(url: string): Target | undefined {
  const [, names, path = ''] = /^\/r1\/((?:[^/?#]+\/){4}[^/?#]+)([/?].*)?$/.exec(url) ?? []
  if (!names) return undefined
  try {
    const service = names.split('/').map(decodeURIComponent).join('/')
    return isService(service) ? { service, path } : undefined
  } catch {
    return undefined
  }
}

export const encodeName = (name: string): string => name.split('/').map(encodeURIComponent).join('/')
