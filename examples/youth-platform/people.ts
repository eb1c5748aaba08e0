/** People who have linked themselves: known by the name this platform has for them, learned from events, forgotten when they leave. */
import { type PlugIn, PlatformError, type Told } from '@dpg/plug-in'
import type { Policy } from './policies.ts'

export interface Known {
  age?: number | undefined
  district?: string | undefined
  /** It has changed, or was never asked. */
  isStale: boolean
  readonly saved: Set<string>
  /** Notices they have read, by key. */
  readonly read: Set<string>
}

export interface People {
  hear(event: Told): void
  /** Undefined: not linked. */
  known(subject: string): Promise<Known | undefined>
  linked(): readonly string[]
  peek(subject: string): Known | undefined
  /** Events that were heard, each id once. */
  readonly heard: readonly string[]
}

export function createPeople(plugIn: PlugIn): People {
  const people = new Map<string, Known>()
  const seen = new Set<string>()
  const learn: Readonly<Record<string, (event: Told) => void>> = {
    'dpg.link.made': ({ subject }) => {
      const { saved = new Set<string>(), read = new Set<string>() } = people.get(subject) ?? {}
      people.set(subject, { isStale: true, saved, read })
    },
    'dpg.link.ended': ({ subject }) => void people.delete(subject),
    'dpg.facts.changed': ({ subject }) => {
      const one = people.get(subject)
      if (one) one.isStale = true
    },
    'dpg.notice.opened': ({ subject, data }) => void people.get(subject)?.read.add(String(data['key'])),
  }
  return {
    // The platform tells at least once: an id that was heard is heard no more.
    hear: (event) => {
      if (seen.has(event.id)) return
      seen.add(event.id)
      learn[event.type]?.(event)
    },
    known: async (subject) => {
      const agreed = await plugIn.person(subject)
      if (!agreed) {
        people.delete(subject)
        return undefined
      }
      const one = people.get(subject) ?? { isStale: true, saved: new Set<string>(), read: new Set<string>() }
      people.set(subject, one)
      if (one.isStale) await refresh(plugIn, subject, one)
      return one
    },
    linked: () => [...people.keys()],
    peek: (subject) => people.get(subject),
    get heard() {
      return [...seen]
    },
  }
}

async function refresh(plugIn: PlugIn, subject: string, one: Known): Promise<void> {
  try {
    const { facts, missing } = await plugIn.facts(subject)
    one.age = facts['person.birthDate']?.value as number | undefined
    one.district = facts['person.eupmyeondong']?.value as string | undefined
    one.isStale = Object.values(missing).some((why) => why !== 'unknown')
  } catch (error) {
    if (!(error instanceof PlatformError)) throw error
  }
}

/** Unknown is not "no": a policy of some district is not recommended to whoever keeps theirs to themselves. */
export const fits = ({ from, to, district }: Policy, { age, district: home }: Known): boolean =>
  age !== undefined && age >= from && age <= to && (district === null || district === home)
