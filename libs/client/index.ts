/** The typed client of the platform's API. Knows nothing but `fetch`: it runs in browsers, Node, Deno and Bun. */
import { type Args, type ClientOptions, send } from './client.ts'
import { OPERATIONS, type Operations } from './generated/api.ts'

export { type ClientOptions, type Problem, ProblemError } from './client.ts'
export type { Operations } from './generated/api.ts'

export interface Client {
  /** Throws `ProblemError` when it is refused. */
  call<K extends keyof Operations>(operation: K, args: Operations[K]['args']): Promise<Operations[K]['answer']>
  /** The same, as another of the synthetic people. */
  as(person: string): Client
}

export function createClient(options: ClientOptions): Client {
  return {
    call: async <K extends keyof Operations>(operation: K, args: Operations[K]['args']) =>
      (await send(options, OPERATIONS[operation], args as Args)) as Operations[K]['answer'],
    as: (person) => createClient({ ...options, person }),
  }
}
