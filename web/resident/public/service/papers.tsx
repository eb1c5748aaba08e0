/** What is fetched from which register instead of papers, and what only the person can say. */
import type { Need } from '@dpg/definitions'
import { textIn } from '@dpg/kernel'
import { LawRef, StructuredList } from '@dpg/ui'
import { said } from '../words.ts'
import type { ServiceProps } from './parts.ts'

interface Fetched {
  readonly register: string
  readonly facts: readonly string[]
  readonly laws: readonly string[]
}

export function Papers(props: ServiceProps) {
  const { t } = props.frame.asked
  const fetched = fetchedBy(props)
  const own = askedOf(props)
  const papers = uploadsOf(props)
  return (
    <section aria-labelledby="papers">
      <h2 id="papers">{t('resident.service.papers')}</h2>
      <p>{t(fetched.length > 0 ? 'resident.service.papers.lead' : 'resident.service.papers.none')}</p>
      {fetched.length > 0 && (
        <StructuredList
          items={fetched.map(({ register, facts, laws }) => ({
            key: register,
            value: facts.join(', '),
            ...(laws.length > 0
              ? {
                  source: (
                    <span class="law-row">
                      {laws.map((law) => (
                        <LawRef key={law} law={law} />
                      ))}
                    </span>
                  ),
                }
              : {}),
          }))}
        />
      )}
      {own.length > 0 && (
        <>
          <h3>{t('resident.service.papers.own')}</h3>
          <ul>
            {own.map((text) => (
              <li key={text}>{text}</li>
            ))}
          </ul>
        </>
      )}
      {papers.length > 0 && (
        <>
          <h3>{t('resident.service.papers.upload')}</h3>
          <ul>
            {papers.map((text) => (
              <li key={text}>{text}</li>
            ))}
          </ul>
        </>
      )}
    </section>
  )
}

const isFetched = ({ source, document }: Need) =>
  document === null && (source === null || source === 'register' || source === 'own')

/** One line a register: the same register may be asked for several needs. */
function fetchedBy({ service, snapshot, frame }: ServiceProps): readonly Fetched[] {
  const { lang } = frame.asked
  const { facts, registers } = snapshot.pack
  const lines = new Map<string, { facts: Set<string>; laws: Set<string> }>()
  for (const need of service.needs.filter(isFetched))
    for (const id of need.facts) {
      const fact = facts.get(id)
      const register = need.register ?? fact?.register
      if (!fact || !register) continue
      const line = lines.get(register) ?? { facts: new Set(), laws: new Set() }
      line.facts.add(textIn(fact.title, lang))
      if (need.law) line.laws.add(need.law)
      lines.set(register, line)
    }
  return [...lines].map(([id, line]) => {
    const register = registers.get(id)
    return { register: register ? textIn(register.title, lang) : id, facts: [...line.facts], laws: [...line.laws] }
  })
}

function askedOf({ service, snapshot, frame }: ServiceProps): readonly string[] {
  const { lang } = frame.asked
  const needed = service.needs.filter(({ source }) => source === 'person').flatMap(({ facts }) => facts)
  const onScreens = service.form.screens.flatMap(({ fields }) => fields)
  const titles = [...needed, ...onScreens]
    .flatMap((id) => snapshot.pack.facts.get(id) ?? [])
    .map(({ title }) => textIn(title, lang))
  return [...new Set(titles)]
}

function uploadsOf({ service, frame }: ServiceProps): readonly string[] {
  const { lang } = frame.asked
  return service.needs
    .filter(({ source, document }) => source === 'upload' || source === 'paper' || document !== null)
    .flatMap(({ document, why, uploadReason }) => {
      const title = said(document, lang)
      const because = said(why ?? uploadReason, lang)
      return title ? [because ? `${title} (${because})` : title] : []
    })
}
