/** Which parts of rules their cases prove. */
export { type Coverage, type CoveredPart, type CoverItem, coverageOf } from './coverage.ts'
