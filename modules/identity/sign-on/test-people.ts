/** Who signs in where a site is tried out: made-up people, the same everywhere, so that a site can be tested against them. */
export interface TestPerson {
  /** A UUID like anybody's: towards each site they have another name. */
  readonly id: string
  readonly name: string
  readonly facts: Readonly<Record<string, unknown>>
}

const person = (number: number, name: string, birthDate: string, sex: string, address: string): TestPerson => ({
  id: `per_00000000-0000-7000-8000-00000000000${number}`,
  name,
  facts: { 'person.name': name, 'person.birthDate': birthDate, 'person.sex': sex, 'person.address': address },
})

export const TEST_PEOPLE: readonly TestPerson[] = [
  person(1, '시험 가람', '1951-04-12', 'female', '시험시 물결구 첫째로 1'),
  person(2, '시험 나래', '1988-11-30', 'male', '시험시 물결구 둘째로 22'),
  person(3, '시험 다온', '2004-02-29', 'female', '시험도 들녘군 셋째면 큰길 333'),
  person(4, '시험 라온', '2013-07-07', 'male', '시험도 들녘군 넷째면 작은길 4'),
]

export const testPerson = (id: string): TestPerson | undefined => TEST_PEOPLE.find((one) => one.id === id)
