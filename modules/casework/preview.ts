/** The letters that an act would send: the act is done and undone, so what is shown is what would be sent. */
import { type CaseId, fill, type Lang, type Principal } from '@dpg/kernel'
import type { SendNotice } from '@dpg/notices/contract'
import { act } from './act.ts'
import type { Act, LetterPreview } from './contract.ts'
import type { DraftDeps } from './draft-contents.ts'
import { officialOf, ownOffice } from './who.ts'

/** Carries the letters out of a transaction that must not stand. */
class Undone extends Error {
  readonly letters: readonly LetterPreview[]

  constructor(letters: readonly LetterPreview[]) {
    super('a preview is undone')
    this.letters = letters
  }
}

/** Throws what `act` throws. */
export async function preview(
  deps: DraftDeps,
  principal: Principal,
  id: CaseId,
  wanted: Act,
  lang: Lang,
): Promise<readonly LetterPreview[]> {
  // Whoever may not see the case is refused as always, and that stands in the trace.
  await ownOffice(deps, await officialOf(deps, principal), id)
  const sent: SendNotice[] = []
  const trying: DraftDeps = {
    ...deps,
    notices: {
      ...deps.notices,
      send: async (_tx, notice) => {
        sent.push(notice)
        return deps.newId('ntc')
      },
    },
    db: {
      ...deps.db,
      transaction: (work) =>
        deps.db.transaction(async (tx) => {
          const file = await work(tx)
          const reader = readerOf(file)
          throw new Undone(sent.map((notice) => letterIn(notice, reader)))
        }),
    },
  }
  try {
    await act(trying, principal, id, { ...wanted, key: `preview:${deps.newId('key')}` }, lang)
    return []
  } catch (error) {
    if (error instanceof Undone) return error.letters
    throw error
  }
}

/** The language in which the applicant applied. */
const readerOf = (file: unknown): Lang =>
  (file as { readonly application?: { readonly lang?: Lang } } | undefined)?.application?.lang ?? 'ko'

function letterIn({ letter, values, legal }: SendNotice, lang: Lang): LetterPreview {
  const own = letter[lang] && values[lang] ? lang : 'ko'
  const { subject, body } = letter[own] ?? letter.ko
  const known = values[own] ?? values.ko
  return { subject: fill(subject, known), body: fill(body, known), isLegal: legal !== null }
}
