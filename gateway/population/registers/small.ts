/** Four registers that know little: 장애인 등록, 부동산·자동차, 학적, 출입국. */
import { hasPassport, passportNumber } from '../identity.ts'
import { coupleMeans } from '../means.ts'
import type { PopulationPack } from '../pack.ts'
import type { SyntheticPerson } from '../person.ts'
import type { Facts } from './facts.ts'

export const disabilityFacts = ({ health: { disability } }: SyntheticPerson): Facts => ({
  'person.disabled': disability !== null,
  'person.disabilitySeverity': disability === null ? 'none' : disability.severe ? 'severe' : 'mild',
  'person.severelyDisabled': disability?.severeForPension ?? false,
  'person.disabilityTypes': disability?.types ?? [],
  'person.disabilityRegisteredOn': disability?.registeredOn ?? null,
})

export const propertyFacts = (person: SyntheticPerson, pack: PopulationPack): Facts => {
  const { home, cars, members } = person.household
  const couple = coupleMeans(person, pack.places.districtOf(person.eupmyeondong), pack)
  return {
    'household.generalProperty': members.reduce((sum, { assets }) => sum + assets.general, 0),
    'household.housingProperty': home.value + home.deposit,
    'household.vehicleValue': cars.value,
    'household.luxuryAssets': cars.luxury,
    'household.basicPensionGeneralProperty': couple.general,
    'household.carCount': cars.count,
    'household.ownsHome': home.tenure === 'own',
    'household.tenure': home.tenure,
    'household.monthlyRent': home.rent,
    'household.rentDeposit': home.deposit,
    'household.hasRentContract': home.tenure !== 'own' && home.tenure !== 'free',
    'household.homeArea': home.size,
  }
}

export const schoolFacts = ({ schooling }: SyntheticPerson): Facts => ({
  'person.schoolLevel': schooling.level,
  'person.enrolment': schooling.enrolment,
  'person.schoolGrade': schooling.grade,
  'person.schoolName': schooling.school,
  'person.highestEducation': schooling.highest,
  'person.graduatedOn': schooling.graduatedOn,
})

export const immigrationFacts = ({ id, origin }: SyntheticPerson): Facts => ({
  'person.nationality': origin.nationality,
  'person.isRefugee': origin.refugee,
  'person.registeredForeigner': origin.nationality !== 'KR',
  'person.passportNumber': origin.nationality !== 'KR' || origin.abroadDays > 0 || hasPassport(id) ? passportNumber(id) : null,
  'person.visaStatus': origin.visa,
  'person.isMarriageMigrant': origin.marriageMigrant,
  'person.abroadDays': origin.abroadDays,
})
