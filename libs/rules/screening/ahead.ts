/** What time alone will change: the days on which a person's outcomes differ from those of the day before. */
import type { AheadDay, ScreenInput, Span } from '../types.ts'
import { dayText } from '../feel/dates.ts'
import { OUTCOMES } from './evaluation.ts'
import { dayOf } from './input.ts'
import type { Program } from './program.ts'
import { differing } from './rescreen.ts'
import { codeOf, screening, tellerOf } from './screen.ts'

/** The days in (from, to]. Throws AsOfError and what screening throws. */
export function ahead(program: Program, input: Omit<ScreenInput, 'asOf'>, { from, to }: Span): readonly AheadDay[] {
  const days: AheadDay[] = []
  let before = tellerOf(screening(program, { ...input, asOf: from }))
  for (let day = dayOf(from) + 1; day <= dayOf(to); day++) {
    const after = tellerOf(screening(program, { ...input, asOf: dayText(day) }))
    const services = differing(before.screened, after.screened).toSorted((a, b) => a.index - b.index)
    const changes = services.map((service) => {
      const was = before.of(service).reasons
      const is = after.of(service).reasons
      const outcomeOf = (id: string) => was.find(({ criterion }) => criterion === id)?.outcome
      return {
        service: service.rules.id,
        before: OUTCOMES[codeOf(before.screened, service)]!,
        after: OUTCOMES[codeOf(after.screened, service)]!,
        criteria: is.filter(({ criterion, outcome }) => outcome !== outcomeOf(criterion)).map(({ criterion }) => criterion),
      }
    })
    if (changes.length > 0) days.push({ day: dayText(day), changes })
    before = after
  }
  return days
}
