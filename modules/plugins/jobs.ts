/** What is done behind the pages. */
import { defineJob } from '@dpg/kernel/server'
import type { PluginEventId } from './contract.ts'

/** Fetches what a platform lists. */
export const pullFeed = defineJob<{ plugin: string }>('plugins.pull-feed')
/** Tells a platform one event. */
export const tellEvent = defineJob<{ event: PluginEventId }>('plugins.tell-event')
/** Writes the end of links into the traces of those whose they were. */
export const noteEnds = defineJob<{ plugin: string }>('plugins.note-ends')
/** To be scheduled every hour: feeds, events that were not heard, what is old. */
export const sweepPlugins = defineJob<object>('plugins.sweep')
