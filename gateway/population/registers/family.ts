/** 가족관계등록부: births, marriages, and who owes support. */
import { childrenOf, type SyntheticPerson } from '../person.ts'
import { asRelative, type Facts } from './facts.ts'

const lastBirth = (person: SyntheticPerson, born: (child: SyntheticPerson) => boolean): string | null =>
  childrenOf(person)
    .filter(born)
    .map(({ birthDate }) => birthDate)
    .toSorted()
    .at(-1) ?? null

/** Of parents who live elsewhere only the means are drawn (`originFamily`): the register names one, who is nobody here. */
const GIVEN = ['정호', '미숙']
const OLDER = 30

function parentElsewhere({ id, name, birthDate }: SyntheticPerson): Facts {
  const surname = name.includes(' ') ? name.split(' ')[0] : name.slice(0, 1)
  const given = GIVEN[Number.parseInt(id.slice(-1), 16) % GIVEN.length]
  const born = `${Number(birthDate.slice(0, 4)) - OLDER}-01-01`
  return { subject: `per_1${id.slice('per_0'.length)}`, name: `${surname}${given}`, birthDate: born }
}

const parentsOf = (person: SyntheticPerson): Facts[] =>
  person.parents.length === 0 && person.originFamily !== null ? [parentElsewhere(person)] : person.parents.map(asRelative)

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
    'person.parents': parentsOf(person),
    'person.isAlive': true,
    'person.maritalStatus': person.marital,
    'person.marriageDate': person.marriedOn,
  }
}
