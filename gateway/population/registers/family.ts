/** 가족관계등록부: births, marriages, and who owes support. */
import { childrenOf, type SyntheticPerson } from '../person.ts'
import { asRelative, type Facts } from './facts.ts'

const lastBirth = (person: SyntheticPerson, born: (child: SyntheticPerson) => boolean): string | null =>
  childrenOf(person)
    .filter(born)
    .map(({ birthDate }) => birthDate)
    .toSorted()
    .at(-1) ?? null

export const familyFacts = (person: SyntheticPerson): Facts => {
  const { household, spouse } = person
  return {
    'household.multicultural': household.members.some(({ origin }) => origin.marriageMigrant),
    'household.birthOrAdoptionDate': lastBirth(person, () => true),
    'household.adopted': household.adopted,
    'person.childbirthDate': person.sex === 'female' ? lastBirth(person, (child) => child.parents.includes(person)) : null,
    'household.spouseBirthDate': spouse?.birthDate ?? null,
    'household.supporterExists': household.supporter !== null,
    'person.children': childrenOf(person).map(asRelative),
    'person.spouse': spouse ? [asRelative(spouse)] : [],
    'person.isAlive': true,
    'person.maritalStatus': person.marital,
    'person.marriageDate': person.marriedOn,
  }
}
