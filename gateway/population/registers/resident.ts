/** 주민등록: who lives where with whom (주민등록법 제10조). */
import { dayFromIso } from '@dpg/period'
import { residentNumber } from '../identity.ts'
import type { PopulationPack } from '../pack.ts'
import { relationOf, type SyntheticPerson } from '../person.ts'
import type { Residence } from '../residence.ts'
import type { Facts } from './facts.ts'

export const residentFacts = (person: SyntheticPerson, residence: Residence, pack: PopulationPack): Facts => {
  const { origin } = person
  const isCitizen = origin.nationality === 'KR'
  const [head = person] = residence.members
  return {
    'person.name': person.name,
    'person.residentNumber': isCitizen ? residentNumber(person.id, dayFromIso(person.birthDate), person.sex) : null,
    'person.birthDate': person.birthDate,
    'person.sex': person.sex,
    'person.isHouseholdHead': person === head,
    'person.registrationStatus': !isCitizen ? 'none' : origin.abroadDays > 365 ? 'overseas' : 'resident',
    'person.address': residence.address,
    'person.eupmyeondong': residence.eupmyeondong,
    'person.movedInOn': residence.since(person),
    'person.livesApartFromParents': !person.parents.some((parent) => residence.members.includes(parent)),
    'person.registersAtNewAddress': residence.moved,
    'person.isBannedFromExtract': false,
    // A foreigner who lives with a citizen spouse is recorded in the household (주민등록법 시행령 제6조의2).
    'person.recordedAsForeignMember': !isCitizen && residence.members.some((member) => member.origin.nationality === 'KR'),
    'household.registeredWith': residence.members.map((member) => ({
      relation: pack.relationWord(relationOf(head, member)),
      name: member.name,
      birthDate: member.birthDate,
      movedInOn: residence.since(member),
    })),
  }
}
