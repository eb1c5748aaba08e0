/** One entry of the access log in plain words: who did what with my facts. */
import type { TraceEntry } from '@dpg/access/contract'
import { textIn } from '@dpg/kernel'
import type { ResidentContracts } from '../../contracts.ts'
import type { FrameAsked } from '../../frame.tsx'
import { namesIn } from '../who.ts'

export interface TraceWords {
  /** "종로구청 박담당이 내 정보를 봤습니다." */
  readonly what: string
  /** Name of the register. */
  readonly from: string
  readonly purpose: string
  readonly facts: readonly string[]
  readonly service: string | null
  /** An official looked, or somebody was refused: read first. */
  readonly deservesAttention: boolean
}

/** "어머니 한지은 님": who acted in my place, and what they are to me. */
const representative = (t: FrameAsked['t'], { acting, name }: TraceEntry['actor']): string =>
  t('resident.my.trace.representative', { as: t(`resident.my.trace.as.${acting?.relation ?? acting?.kind}`), name })

/** Uses that have words of their own for each kind of actor. */
export function wordsFor(
  contracts: Pick<ResidentContracts, 'catalogue' | 'directory'>,
  { t, lang }: Pick<FrameAsked, 't' | 'lang'>,
) {
  const names = namesIn(contracts, lang)
  /** `among`: how many registers did the same in one go. */
  return (entry: TraceEntry, among = 1): TraceWords => {
    const { actor, use, register } = entry
    const agency = actor.agency === null ? '' : contracts.directory.agencyName(actor.agency, lang)
    // An office such as 서울특별시 관악구청 already says which agency it is.
    const who = actor.name?.startsWith(agency) ? actor.name : [agency, actor.name].filter(Boolean).join(' ')
    const from = register === null ? t('resident.my.trace.unnamed') : names.register(register)
    const place = among > 1 ? t('resident.my.trace.several', { count: among }) : from
    return {
      what: actor.acting
        ? t(`resident.my.trace.acting.${use}`, { who: representative(t, actor), register: place })
        : t(`resident.my.trace.${actor.kind}.${use}`, { who, register: place }),
      from,
      purpose: textIn(entry.purpose, lang),
      facts: entry.facts.map(names.fact),
      service: entry.service === null ? null : names.service(entry.service),
      deservesAttention: actor.kind === 'official' || use === 'refuse',
    }
  }
}
