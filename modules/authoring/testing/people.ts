/** For tests only: people of every age from 0 to 99, some without a known income. */
export function* samplePeople({ people }: { readonly people: number }): Generator<Readonly<Record<string, unknown>>> {
  for (let i = 0; i < people; i++) {
    const age = i % 100
    yield {
      'person.birthDate': `${2026 - age}-01-01`,
      'person.nationality': 'KR',
      'person.maritalStatus': 'single',
      'person.occupationalPensionType': 'none',
      'person.receivesNationalPension': false,
      ...(i % 10 === 0 ? {} : { 'household.basicPensionRecognisedIncome': 1_000_000 }),
    }
  }
}

export const nation = (): number => 51_700_000
