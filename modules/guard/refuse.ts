/** A refusal in words: which rule said no, and what would help. */
import type { Principal } from '@dpg/kernel'
import { textIn, type Lang, type PersonId, type Translate } from '@dpg/kernel'
import { type Engine, type Help, helpsFor, type Question, type Verdict } from '@dpg/policies'
import type { Access, Actor } from '@dpg/access/contract'
import type { Db, Route } from '@dpg/kernel/server'
import { refused, type Refused } from './contract.ts'

/** Safeguards are the law's (개인정보 보호법 제29조); a policy may name a nearer one. */
export const LAW_OF_SAFEGUARDS = '개인정보 보호법 제29조'

export const refusedOf = (engine: Engine, question: Question, verdict: Verdict): Refused => ({
  isAllowed: false,
  by: verdict.by,
  helps: helpsFor(engine, question),
})

export function problemOf(engine: Engine, texts: (lang: Lang) => Translate, { by, helps }: Refused) {
  const says = (lang: Lang) => by.map((id) => textOf(engine, id, lang)).join(' ')
  const help = (lang: Lang) => {
    const t = texts(lang)
    if (helps.length === 0) return t('guard.help.none')
    return helps.map((ways) => ways.map((way) => helpText(engine, t, way, lang)).join(' ')).join(` ${t('guard.help.or')} `)
  }
  return refused({
    rule: by.join(' '),
    reason: by.length > 0 ? 'forbidden' : 'nothing-allows',
    says: { ko: says('ko'), en: says('en') },
    help: { ko: help('ko'), en: help('en') },
    helps: helps.map((ways) => ways.map(({ help: way, value }) => (value === undefined ? way : `${way}:${value}`)).join(' ')),
  })
}

const textOf = (engine: Engine, id: string, lang: Lang): string => {
  const says = engine.policy(id)?.says
  return says ? textIn(says, lang) : id
}

function helpText({ set }: Engine, t: Translate, { help, value = '' }: Help, lang: Lang): string {
  const purpose = set.vocabulary.purposes[value]
  return t(`guard.help.${help}`, {
    value: help === 'step-up' ? t(`guard.level.${value}`) : purpose ? textIn(purpose, lang) : value,
  })
}

interface RecordDeps {
  readonly db: Db
  readonly access: Pick<Access, 'record'>
  readonly texts: (lang: Lang) => Translate
}

/** What somebody who is signed in was refused stands in their own part of the access log: nobody can take it away again. */
export async function recordRefusal(
  { db, access, texts }: RecordDeps,
  engine: Engine,
  route: Route,
  principal: Principal,
  { by }: Verdict,
): Promise<void> {
  const subject = principal.person ?? (principal.official?.id as unknown as PersonId | undefined)
  if (!subject) return
  const what = { what: `${route.method} ${route.path}` }
  await db.transaction((tx) =>
    access.record(tx, {
      subject,
      actor: actorOf(principal),
      use: 'refuse',
      facts: [],
      purpose: { ko: texts('ko')('guard.purpose.route', what), en: texts('en')('guard.purpose.route', what) },
      law: by.map((id) => engine.policy(id)?.law).find(Boolean) ?? LAW_OF_SAFEGUARDS,
      rule: by.join(' ') || 'none',
      register: null,
      service: null,
      case: null,
    }),
  )
}

function actorOf({ person, official, displayName = '', acting }: Principal): Actor {
  if (official) return { kind: 'official', official: official.id, name: displayName, agency: official.agency }
  return { kind: 'resident', ...(person ? { person } : {}), name: displayName, agency: null, ...(acting ? { acting } : {}) }
}
