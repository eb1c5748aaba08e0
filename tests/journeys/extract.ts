/** An extract of the register, from its form to the document on the screen, as a resident gets one. */
import assert from 'node:assert/strict'
import { until } from '../harness/index.ts'
import { agreeToAll, answerTo, NEXT, press, SEND, wordsOf } from './filling.ts'
import type { Seat } from './stage.ts'

export const EXTRACT = 'resident-register-copy'

/** What the document says, opened by the link of the finished case. */
export async function getExtract({ page, go, read }: Seat): Promise<string> {
  await go(`/apply/${EXTRACT}`)
  await press(page, /시작/)
  await pick(page, 'person.extractSubject', 'own')
  await press(page, NEXT)
  await press(page, NEXT)
  await answerTo(page, 'person.extractPurpose').fill('은행에 내려고')
  await press(page, NEXT)
  await press(page, NEXT)
  await agreeToAll(page)
  await press(page, SEND)
  assert.match(await read(), /\d{4}-\d{4}-\d{6}/)
  const link = page.locator('#decision').getByRole('link', { name: '주민등록표 등본' })
  await until('the extract to be issued', async () => {
    await page.reload()
    return (await link.count()) > 0
  })
  await link.click()
  await page.waitForURL(/\/my\/documents\/doc_/)
  return wordsOf(page.locator('main article').first())
}

/** Chooses one of the answers of a question, whether it is drawn as buttons or as a list. */
async function pick(page: Seat['page'], fact: string, value: string): Promise<void> {
  const list = page.locator(`main select[name="${fact}"]`)
  if ((await list.count()) > 0) await list.selectOption(value)
  else
    await page
      .locator(
        `label[for="${await answerTo(page, fact)
          .and(page.locator(`[value="${value}"]`))
          .getAttribute('id')}"]`,
      )
      .click()
}
