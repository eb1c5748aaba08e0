/** People as a folder of columns: whoever has people writes them, runs read them. */
export { type FolderInfo, type HouseholdRow, type PersonRow, readInfo, writePeople } from './format.ts'
