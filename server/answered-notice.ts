/** An agency has said why it looked: whoever asked hears of it in their box. What it said stands beside the question, sealed, and not here. */
import type { Answered } from '@dpg/access'
import type { Directory } from '@dpg/directory/contract'
import type { Lang, Translate } from '@dpg/kernel'
import type { Notices } from '@dpg/notices/contract'

/** `notices` are built after what asks. */
export function answeredNotice(
  notices: () => Pick<Notices, 'send'>,
  directory: Pick<Directory, 'agencyName'>,
  texts: (lang: Lang) => Translate,
): Answered {
  return async (tx, { subject, id, agency }) => {
    const letterIn = (lang: Lang) => {
      const t = texts(lang)
      return {
        subject: t('access.answered.subject'),
        body: t('access.answered.body'),
        short: t('access.answered.short'),
      }
    }
    const valuesIn = (lang: Lang) => ({ agency: directory.agencyName(agency, lang) })
    await notices().send(tx, {
      ...{ key: `access-answered:${id}`, to: subject, kind: 'service' },
      letter: { ko: letterIn('ko'), en: letterIn('en') },
      values: { ko: valuesIn('ko'), en: valuesIn('en') },
      ...{ service: null, case: null, documents: [], link: '/my/trace', legal: null },
    })
  }
}
