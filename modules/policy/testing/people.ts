/** For tests only: a handful of people whose answers can be counted by hand, and rules for them. */
import type { Declarations } from '@dpg/rules'
import type { HouseholdRow } from '../people/format.ts'

/** Households of two: an old person with this income, and a child. */
export const households = (incomes: readonly (number | null | undefined)[]): readonly HouseholdRow[] =>
  incomes.map(
    (income, i): HouseholdRow => ({
      sigungu: i % 2 === 0 ? '11110' : '26110',
      income: income ?? 0,
      members: [
        {
          facts: { 'p.age': 70, ...(income === undefined ? {} : { 'p.income': income }) },
          birthDate: '1956-01-01',
          sex: 'female',
        },
        { facts: { 'p.age': 8, 'p.income': 0 }, birthDate: '2018-01-01', sex: 'male' },
      ],
    }),
  )

export const RULES: Declarations = {
  facts: [
    { id: 'p.age', type: 'number', askable: true },
    { id: 'p.income', type: 'number', askable: true },
    { id: 'p.old', type: 'boolean', derive: 'p.age >= oldAge', askable: false },
  ],
  parameters: [
    {
      id: 'limit',
      values: [
        { from: '2020-01-01', value: { single: 100, couple: 160 } },
        { from: '2027-01-01', missing: true },
      ],
    },
    { id: 'oldAge', values: [{ from: '2020-01-01', value: 65 }] },
    { id: 'places', values: [{ from: '2020-01-01', value: ['11110'] }] },
  ],
  services: [
    {
      id: 'pension',
      basis: 'law',
      unit: 'person',
      criteria: [
        { id: 'old', test: 'p.old' },
        { id: 'income', test: 'p.income <= limit.single' },
      ],
      amount: {
        per: 'month',
        steps: [
          { let: 'rest', be: 'limit.single - p.income' },
          { let: 'amount', be: 'max([10, rest])' },
        ],
      },
    },
    { id: 'help', basis: 'law', unit: 'household', criteria: [{ id: 'income', test: 'p.income <= limit.single' }] },
  ],
}
