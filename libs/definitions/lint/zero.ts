/** A division by what is nought for everybody: it gives nothing, whoever is judged. */
import { type Empty, emptyIn } from '@dpg/rules'
import { type Finding, finding, type Place } from '../findings.ts'

export type ZeroDivision = Pick<Empty, 'start' | 'text'>

export const zeroFinding = ({ text }: ZeroDivision, place: Place): Finding => finding('feel.zero', place, { feel: text })

/** Divisions by a nought that stands there, or that comes of what stands there; none where the expression does not parse. */
export const divisionsByZero = (feel: string, names: readonly string[]): readonly ZeroDivision[] =>
  emptyIn(feel, names).filter(({ why }) => why === 'zero')
