/** People as a folder of columns: whoever has people writes them, runs read them. */
export { type MeasureRequest, measure } from './measure.ts'
export type { Measured } from './together.ts'
export { type FolderInfo, type HouseholdRow, type PersonRow, readInfo, writePeople } from './format.ts'
