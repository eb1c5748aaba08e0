/** Whom most tests are about, as the registers know her. */
import type { Json } from '@dpg/rules'

/** A widow of 70 with little income, who lives in Jongno. */
export const HANEUL_FACTS: Readonly<Record<string, Json>> = {
  'person.name': '김하늘',
  'person.birthDate': '1956-03-02',
  'person.nationality': 'KR',
  'person.maritalStatus': 'widowed',
  'person.spouse': [],
  'household.otherMembers': [],
  'person.address': '서울특별시 종로구 자하문로 1',
  'person.eupmyeondong': '1111010100',
  'person.sigungu': '11110',
  'person.registrationStatus': 'resident',
  'person.isHouseholdHead': true,
  'household.basicPensionRecognisedIncome': 500_000,
  'person.regularEarnings': 0,
  'household.spouseRegularEarnings': 0,
  'household.otherCoupleIncome': 500_000,
  'household.basicPensionGeneralProperty': 0,
  'household.basicPensionFinancialAssets': 0,
  'household.basicPensionDebt': 0,
  'household.luxuryAssets': 0,
  'person.occupationalPensionType': 'none',
  'person.receivesNationalPension': false,
  'household.registeredWith': [
    { relation: '본인', name: '김하늘', birthDate: '1956-03-02', movedInOn: '2010-05-01' },
    { relation: '자녀', name: '김바다', birthDate: '1990-07-01', movedInOn: '2010-05-01' },
  ],
  'household.members': [
    { ref: 'm0', relation: 'self', name: '김하늘', birthDate: '1956-03-02' },
    { ref: 'm1', relation: 'child', name: '김바다', birthDate: '1990-07-01' },
  ],
}
