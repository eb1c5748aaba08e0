/** What a module hands to the server: this, and nothing else, is how it is wired. */
import type { IncomingMessage, ServerResponse } from 'node:http'
import type { MessageSet } from '../texts.ts'
import type { JobHandler } from './jobs.ts'
import type { Migrations } from './migrate.ts'
import type { Consumer } from './outbox.ts'
import type { Route } from './route.ts'
import type { Allowance } from './tries.ts'

export interface Parts {
  readonly routes?: readonly Route[]
  readonly consumers?: readonly Consumer[]
  readonly jobs?: readonly JobHandler[]
}

/** What is known of a module before it is built: exported by its `index.ts` as `notices` … */
export interface ModuleInfo {
  readonly migrations: Migrations
  readonly messages: MessageSet
}

/** Gives a consumer or handler of one payload the common type; the relay only hands it its own events. */
export const consumer = <P extends object>(one: Consumer<P>): Consumer => one as unknown as Consumer
export const jobHandler = <D extends object>(one: JobHandler<D>): JobHandler => one as unknown as JobHandler

/** Answers everything under a path by itself, Node's way: for a library that brings its own server. The kernel's border does not stand before it. */
export interface Mount {
  /** `/id`: this and what lies below. */
  readonly path: string
  /** What strangers may ask for only so often from one address. */
  readonly limit?: { readonly of: RegExp; readonly allowance: Allowance }
  handle(incoming: IncomingMessage, outgoing: ServerResponse): Promise<void>
}
