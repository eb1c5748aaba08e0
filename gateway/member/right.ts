/**
 * May this be asked? Open unless: a registered purpose opens a service to every member, and only a registered exception, with its
 * law, closes it again. There is no third way to say no (전자정부법 제36조·제39조, 공공데이터법 제17조).
 */
import { Fault } from './fault.ts'
import type { Members, Service } from './members.ts'
import { memberOf, type ServiceId, type SubsystemId } from './names.ts'

export interface Right {
  readonly purpose: string
  /** The law that the purpose rests on: it goes into both journals. */
  readonly law: string
}

/** Throws a Fault that names the exception or the purposes there are. */
export function rightOf(members: Members, client: SubsystemId, service: ServiceId, purpose: string): Right {
  const found = serviceOf(members, service)
  if (!members.member(memberOf(client))) throw new Fault('unknown-member', { member: memberOf(client) })
  const registered = found.purposes.find(({ code }) => code === purpose)
  if (!registered) throw new Fault('purpose-not-registered', { service, purpose, purposes: codesOf(found) })
  const against = found.exceptions.find((one) => one.client === undefined || one.client === client)
  if (against)
    throw new Fault('excepted', {
      service,
      exception: against.code,
      law: against.law,
      says: against.says.ko,
      appeal: found.appeal ?? '',
    })
  return { purpose, law: registered.law }
}

export function serviceOf(members: Members, service: ServiceId): Service {
  const found = members.service(service)
  if (!found) throw new Fault('unknown-service', { service })
  return found
}

export const codesOf = ({ purposes }: Service): string => purposes.map(({ code }) => code).join(', ')
