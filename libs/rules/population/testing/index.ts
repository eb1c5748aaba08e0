/** For tests and measurements of populations. */
export { type Difference, differences, found } from './agree.ts'
export { type Measurable, openWorkload } from './measure.ts'
export { workloadColumns } from './workload-columns.ts'
export { drawPerson, mulberry32, workload } from '../../testing/workload.ts'
