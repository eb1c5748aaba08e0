/** Who comes when, by the name this platform alone has for them; whoever leaves is forgotten. */
import { type PlugIn, PlatformError } from '@dpg/plug-in'
import { t } from './pages.ts'

export interface Bookings {
  free(): readonly string[]
  /** False: somebody has it. */
  book(subject: string, when: string): boolean
  forget(subject: string): void
  readonly count: number
}

const HOURS = ['10:00', '11:00', '14:00', '15:00', '16:00']
const DAYS = 5

export function createBookings(today: () => string): Bookings {
  const taken = new Map<string, string>()
  const all = () => {
    const first = Temporal.PlainDate.from(today())
    const days = Array.from({ length: DAYS }, (_, i) => first.add({ days: i + 1 })).filter(({ dayOfWeek }) => dayOfWeek < 6)
    return days.flatMap((day) => HOURS.map((hour) => `${day} ${hour}`))
  }
  return {
    free: () => all().filter((when) => !taken.has(when)),
    book: (subject, when) => {
      if (taken.has(when) || !all().includes(when)) return false
      taken.set(when, subject)
      return true
    },
    forget: (subject) => {
      for (const [when, who] of taken) if (who === subject) taken.delete(when)
    },
    get count() {
      return taken.size
    },
  }
}

/** Only to whoever wants it; a booking stands without. */
export async function confirm(plugIn: PlugIn, subject: string, when: string): Promise<boolean> {
  try {
    const where = t('place')
    await plugIn.sendNotice(subject, {
      key: `booking:${when.replace(' ', 'T')}`,
      kind: 'booking',
      values: { ko: { when, where } },
    })
    return true
  } catch (error) {
    if (
      error instanceof PlatformError &&
      ['plugins/not-linked', 'plugins/not-agreed', 'plugins/too-many-notices'].includes(error.type)
    )
      return false
    throw error
  }
}

/** What it was allowed to know, asked when it is needed and not kept. */
export async function bandOf(plugIn: PlugIn, subject: string): Promise<string | undefined> {
  const agreed = await plugIn.person(subject)
  if (!agreed?.agreed.facts.some(({ fact }) => fact === 'person.birthDate')) return undefined
  const { facts } = await plugIn.facts(subject)
  const band = facts['person.birthDate']?.value
  return typeof band === 'string' ? band : undefined
}
