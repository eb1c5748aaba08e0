/** Levels of assurance, as sites ask for them (`acr`) and as ways of signing in give them. */
import type { Assurance } from '@dpg/kernel'
import type { Level } from '../contract.ts'

export const LEVELS: readonly Level[] = ['low', 'substantial', 'high']

const PREFIX = 'urn:dpg:assurance:'
export const acrOf = (level: Level): string => PREFIX + level
export const ACR_VALUES = LEVELS.map(acrOf)

/** Undefined: not one of ours. */
export const levelOf = (acr: string | undefined): Level | undefined => LEVELS.find((level) => acrOf(level) === acr)

export const rank = (level: Assurance | undefined): number => LEVELS.indexOf(level as Level) + 1
export const reaches = (has: Assurance | undefined, needs: Assurance | undefined): boolean => rank(has) >= rank(needs)
export const lower = (a: Level, b: Level): Level => (rank(a) < rank(b) ? a : b)
export const higher = (a: Level, b: Level): Level => (rank(a) > rank(b) ? a : b)
