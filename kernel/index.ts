/** The few words everyone shares. This part is pure: it runs in browsers and knows no Node. */
export * from './events.ts'
export * from './ids.ts'
export { particle } from './particles.ts'
export * from './principal.ts'
export * from './problem.ts'
export * from './texts.ts'
export * from './time.ts'
export * from './won.ts'
