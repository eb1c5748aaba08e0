import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { FactRequest } from '@dpg/exchange/contract'
import type { PersonId } from '@dpg/kernel'
import { fetchFor, NOTHING } from './fetch.ts'
import type { Planned } from './plan.ts'

test('법으로 보는 것과 동의로 보는 것은 같은 법 아래에서도 따로 묻는다: 동의하지 않은 것을 동의했다고 하지 않는다', async () => {
  const asked: FactRequest[] = []
  const exchange = {
    fetch: async (request: FactRequest) => {
      asked.push(request)
      return NOTHING
    },
  }
  const law = '사회보장급여법 제7조'
  const facts = [
    { fact: 'household.financialAssets', law, group: 'finance' },
    { fact: 'household.members', law, group: 'law' },
    { fact: 'person.birthDate', law: '주민등록법 제30조', group: 'law' },
  ] as unknown as readonly Planned[]
  await fetchFor({ exchange, texts: () => (key) => key }, facts, { person: 'per_1' as PersonId, purpose: 'look', name: '김하늘' })
  assert.deepEqual(
    asked.map(({ facts: of, consent, law: by }) => [of, consent, by]),
    [
      [['household.financialAssets'], 'given', law],
      [['household.members'], 'by-law', law],
      [['person.birthDate'], 'by-law', '주민등록법 제30조'],
    ],
  )
})
