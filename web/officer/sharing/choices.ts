/** What an official may choose when asking: registers of others with their facts, services of the own agency, their papers. */
import { textIn } from '@dpg/kernel'
import type { Option } from '@dpg/ui'
import type { OfficerContracts } from '../contracts.ts'
import type { FrameAsked } from '../frame.tsx'
import type { NewPageProps } from './new-page.tsx'

/** Purposes that agencies have; a site's sign-on is none. */
const PURPOSES = ['application', 'screening', 'record-change', 'inspection', 'collection'] as const

type Choices = Pick<NewPageProps, 'registers' | 'services' | 'purposes' | 'papers' | 'register'>

export async function choicesOf(
  { catalogue, guard, sharing }: OfficerContracts,
  { lang, principal }: FrameAsked,
  chosen: string,
): Promise<Choices> {
  const { pack } = catalogue.current()
  const own = principal.official?.agency
  const registers = [...pack.registers.values()].filter(({ agency }) => agency !== null && agency !== own)
  const register = registers.find(({ id }) => id === chosen)
  const services = sharing.servicesOf(own ?? '').flatMap((id) => pack.services.get(id) ?? [])
  const ids = new Set(services.map(({ id }) => id))
  const { services: covered } = await sharing.coverage(lang)
  return {
    registers: registers.map(({ id, title }) => ({ value: id, label: textIn(title, lang) })),
    services: services.map(({ id, title }) => ({ value: id, label: textIn(title, lang) })),
    purposes: PURPOSES.flatMap((id): Option[] => {
      const title = guard.purpose(id)
      return title ? [{ value: id, label: textIn(title, lang) }] : []
    }),
    papers: covered
      .filter(({ service, papers }) => ids.has(service.id) && papers.length > 0)
      .map(({ service, papers }) => ({
        label: service.title,
        options: papers.map(({ need, title }) => ({ value: `${service.id} ${need}`, label: title })),
      })),
    register: register && {
      id: register.id,
      title: textIn(register.title, lang),
      facts: [...pack.facts.values()]
        .filter((fact) => fact.register === register.id && fact.derive === null)
        .map(({ id, title }) => ({ value: id, label: textIn(title, lang) })),
    },
  }
}
