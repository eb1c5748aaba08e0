/** Documents as whoever asks may see them: their own, or, by a mandate, those of somebody else. */
import { type Access, type AccessRecord, lookByMandate } from '@dpg/access/contract'
import { type Acting, type Lang, opensPapersOf, type Principal, type Translate } from '@dpg/kernel'
import { type Db, signInNeeded } from '@dpg/kernel/server'
import { beyondMandate, documentNotFound, type OwnDocuments, type Wallet } from './contract.ts'

export interface MandateDeps {
  readonly db: Db
  readonly access: Pick<Access, 'record'>
  readonly texts: (lang: Lang) => Translate
}

export function documentsOf(deps: MandateDeps, wallet: Omit<Wallet, 'of'>, principal: Principal): OwnDocuments {
  const { person, acting } = principal
  if (!person) throw signInNeeded({})
  if (acting) return byMandate(deps, wallet, principal, acting)
  return {
    list: (lang) => wallet.list(person, lang),
    find: (id, lang) => wallet.find(person, id, lang),
    read: (id, form, lang) => wallet.read(person, id, form, lang),
  }
}

/** Each look stands in the record of whom the document is about; so does one that the mandate does not reach to. */
function byMandate(deps: MandateDeps, wallet: Omit<Wallet, 'of'>, principal: Principal, acting: Acting): OwnDocuments {
  const purpose = { ko: deps.texts('ko')('wallet.purpose'), en: deps.texts('en')('wallet.purpose') }
  const note = (use: AccessRecord['use'], of: Pick<AccessRecord, 'service' | 'case'>) =>
    deps.db.transaction((tx) =>
      deps.access.record(tx, lookByMandate(principal, acting, { use, purpose, service: of.service, case: of.case })),
    )
  const find: OwnDocuments['find'] = async (id, lang) => {
    const document = await wallet.find(acting.for, id, lang)
    if (!document || opensPapersOf(acting, document.service)) return document
    await note('refuse', document)
    throw beyondMandate({})
  }
  return {
    list: async (lang) => {
      const within = (await wallet.list(acting.for, lang)).filter(({ service }) => opensPapersOf(acting, service))
      if (within.length > 0) await note('view', { service: null, case: null })
      return within
    },
    find,
    read: async (id, form, lang) => {
      const document = await find(id, lang)
      if (!document) throw documentNotFound({ id })
      await note('view', document)
      return wallet.read(acting.for, id, form, lang)
    },
  }
}
