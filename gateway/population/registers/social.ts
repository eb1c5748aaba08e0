/** 사회보장정보시스템 (행복e음): the household as benefits count it, the results of means tests, and who receives what. */
import { ageOn } from '../ages.ts'
import { coupleMeans, medianFor, meansOf, monthlyBusiness, monthlyWages, publicPension } from '../means.ts'
import type { PopulationPack } from '../pack.ts'
import {
  childrenOf,
  type Household,
  type HouseholdBenefit,
  type PersonBenefit,
  relationOf,
  type SyntheticPerson,
} from '../person.ts'
import { refOf } from '../residence.ts'
import { asRelative, type Facts } from './facts.ts'

const CHILD = 18
const AT_SCHOOL = ['elementary', 'middle', 'high', 'university', 'graduate']

const isStudent = ({ schooling }: SyntheticPerson): boolean =>
  AT_SCHOOL.includes(schooling.level) && schooling.enrolment === 'enrolled'

const memberOf = (person: SyntheticPerson, member: SyntheticPerson): Facts => ({
  ref: refOf(member),
  relation: relationOf(person, member),
  name: member.name,
  birthDate: member.birthDate,
  sex: member.sex,
  livesTogether: true,
  student: isStudent(member),
  schoolLevel: member.schooling.level,
  militaryMonths: 0,
  disabled: member.health.disability !== null,
  severelyDisabled: member.health.disability?.severeForPension ?? false,
  pregnant: member.health.due !== null,
  monthlyIncome: monthlyWages(member) + monthlyBusiness(member) + member.assets.income + publicPension(member),
  annualEarnings: member.work.annualWages,
  attendsDaycare: member.schooling.daycare,
  abroadDays: member.origin.abroadDays,
  citizen: member.origin.nationality === 'KR',
  military: false,
  refugee: member.origin.refugee,
  homeCareService: false,
  homeCareSupport: 0,
})

const ADULT = 19

/** Who speaks for somebody under age: a parent, one in the household before others (민법 제909조). */
function withGuardian(member: SyntheticPerson, person: SyntheticPerson): Facts {
  if (ageOn(member) >= ADULT) return asRelative(member)
  const here = member.parents.filter((parent) => person.household.members.includes(parent))
  const guardian = here.find((parent) => parent === person) ?? here[0] ?? member.parents[0]
  return { ...asRelative(member), ...(guardian ? { guardian: guardian.id } : {}) }
}

/** A parent without a spouse raises a child of the household (한부모가족지원법 제4조제1호). */
const isSingleParent = ({ members }: Household): boolean =>
  members.some((member) => member.spouse === null && childrenOf(member).some((child) => ageOn(child) < CHILD))

const isGrandparentFamily = ({ members }: Household): boolean =>
  members.some((member) => member.grandparents.length > 0 && member.parents.length === 0 && ageOn(member) < CHILD)

/** Benefits that count as income of the household: the two pensions. */
const countedBenefits = ({ members }: Household, pack: PopulationPack): number =>
  members.filter(({ receives }) => receives.includes('basicPension') || receives.includes('disabilityPension')).length *
  pack.figures.basicPensionStandard

const meansFacts = (person: SyntheticPerson, pack: PopulationPack): Facts => {
  const { household, spouse } = person
  const district = pack.places.districtOf(person.eupmyeondong)
  const means = meansOf(household, district, countedBenefits(household, pack), pack)
  const couple = coupleMeans(person, district, pack)
  const regular = (one: SyntheticPerson | null): number => (one?.work.job?.regular === true ? monthlyWages(one) : 0)
  const origin = originFamily(person, means.incomeRatio, pack)
  return {
    'household.supporterAnnualIncome': household.supporter?.annualIncome ?? 0,
    'household.supporterProperty': household.supporter?.property ?? 0,
    'person.regularEarnings': regular(person),
    'person.monthlyPensionIncome': publicPension(person),
    'household.monthlyEarnings': means.earnings,
    'household.monthlyBusinessIncome': means.business,
    'household.monthlyPropertyIncome': means.property,
    'household.monthlyTransferIncome': means.transfers,
    'household.incomeDeductions': means.deductions,
    'household.propertyConversion': means.propertyConversion,
    'household.otherCoupleIncome': couple.otherIncome,
    'household.spouseRegularEarnings': regular(spouse),
    'household.disabilityPensionRecognisedIncome': couple.recognised,
    'household.originFamilyRatio': origin.ratio,
    'household.originFamilyProperty': origin.property,
    'household.financialAssets': household.members.reduce((sum, { assets }) => sum + assets.financial, 0),
    'household.debt': household.members.reduce((sum, { assets }) => sum + assets.debt, 0),
    'household.basicPensionFinancialAssets': couple.financial,
    'household.basicPensionDebt': couple.debt,
    'person.transferredProperty': 0,
  }
}

/** The parents' household: the own one for those who live with them, else the one on record; none for older people. */
const originFamily = (
  person: SyntheticPerson,
  ownRatio: number,
  pack: PopulationPack,
): { ratio: number | null; property: number | null } => {
  const round = (ratio: number): number => Math.round(ratio * 100) / 100
  if (person.parents.length > 0) {
    const property = person.household.members.reduce(
      (sum, { assets }) => sum + assets.general + assets.financial - assets.debt,
      0,
    )
    return { ratio: round(ownRatio), property: Math.max(0, property) }
  }
  if (person.originFamily === null) return { ratio: null, property: null }
  const { monthlyIncome, size, property } = person.originFamily
  return { ratio: round((monthlyIncome * 100) / medianFor(size, pack)), property }
}

const pensionFacts = (person: SyntheticPerson, pack: PopulationPack): Facts => {
  const { pensions, spouse } = person
  const spouseReceives = (benefit: PersonBenefit): boolean => spouse?.receives.includes(benefit) ?? false
  return {
    'person.receivesNationalPension': pensions.national > 0,
    'person.nationalPensionAmount': pensions.national,
    'person.nationalPensionAValue': pensions.aValue,
    'person.nationalPensionInsured': pensions.insured,
    'person.occupationalPensionType': pensions.occupational,
    'household.spouseReceivesOccupationalPension': (spouse?.pensions.occupational ?? 'none') !== 'none',
    'household.spouseReceivesBasicPension': spouseReceives('basicPension'),
    'household.spouseReceivesDisabilityPension': spouseReceives('disabilityPension'),
    'household.spouseBasicPensionBase': spouseReceives('basicPension') ? pack.figures.basicPensionStandard : 0,
    'person.basicPensionTransitional': false,
    'person.disabilityPensionTransitional': false,
  }
}

const receiptFacts = ({ household, receives }: SyntheticPerson): Facts => {
  const own = (benefit: PersonBenefit): boolean => receives.includes(benefit)
  const all = (benefit: HouseholdBenefit): boolean => household.receives.includes(benefit)
  return {
    'person.receivesBasicPension': own('basicPension'),
    'person.receivesDisabilityPension': own('disabilityPension'),
    'person.receivesDisabilityAllowance': own('disabilityAllowance'),
    'person.receivesUnemploymentBenefit': own('unemployment'),
    'person.receivesChildAllowance': own('childAllowance'),
    'person.receivesParentBenefit': own('parentBenefit'),
    'person.receivesHomeCareAllowance': own('homeCareAllowance'),
    'person.receivesYouthRent': own('youthRent'),
    'person.receivesVeteranPension': own('veteranPension'),
    'person.receivesLongTermCare': own('longTermCare'),
    'person.receivesEmploymentSupport': own('employmentSupport'),
    'household.receivesLivelihoodBenefit': all('livelihood'),
    'household.receivesMedicalBenefit': all('medical'),
    'household.receivesHousingBenefit': all('housing'),
    'household.receivesEducationBenefit': all('education'),
    'household.nearPoor': all('nearPoor'),
    'household.receivesSingleParentSupport': all('singleParent'),
    'household.singleParentCertified': all('singleParent'),
    'household.receivesEmergencyRelief': all('emergency'),
    'household.receivesEitc': all('eitc'),
    'household.receivesChildTaxCredit': all('childTaxCredit'),
  }
}

const pastAidFacts = (person: SyntheticPerson, pack: PopulationPack): Facts => {
  const { household, receives } = person
  return {
    'household.emergencyReliefSince': household.emergencySince,
    'household.emergencyReliefMonths': household.receives.includes('emergency') ? 1 : 0,
    'household.lastRepairOn': null,
    'household.lastRepairKind': null,
    'household.otherYouthRentRecipient': household.members.some(
      (member) => member !== person && member.receives.includes('youthRent'),
    ),
    'household.housingBenefitRentPart': household.receives.includes('housing') ? household.home.rent : 0,
    'person.youthRentMonthsReceived': receives.includes('youthRent') ? pack.rate('youthRentMonthsSoFar') : 0,
  }
}

export const socialFacts = (person: SyntheticPerson, pack: PopulationPack): Facts => {
  const { household, health, schooling, origin } = person
  return {
    'household.members': household.members.map((member) => memberOf(person, member)),
    'household.otherMembers': household.members
      .filter((member) => member !== person)
      .map((member) => withGuardian(member, person)),
    'household.singleParent': isSingleParent(household),
    'household.grandparentFamily': isGrandparentFamily(household),
    'household.fosterFamily': household.fosters,
    'person.careLeaver': false,
    'person.childAttendsDaycare': schooling.daycare || childrenOf(person).some((child) => child.schooling.daycare),
    'person.usesHomeCareService': false,
    'person.livesInDisabilityFacility': false,
    'person.livesInCareFacility': health.inCareFacility,
    'person.northKoreanDefector': origin.northKorean,
    'person.isDetained': false,
    'person.isMissing': false,
    'person.veteran': health.veteran !== null,
    'person.veteranKind': health.veteran,
    'place.childAllowanceVoucher': false,
    ...meansFacts(person, pack),
    ...pensionFacts(person, pack),
    ...receiptFacts(person),
    ...pastAidFacts(person, pack),
  }
}
