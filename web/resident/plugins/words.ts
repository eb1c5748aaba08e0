/** How a plug-in's manifest is told to people. */
import type { AskedFact, Plugin } from '@dpg/plugins/contract'
import type { Manifest } from '@dpg/plugins/contract'

/** As it was last let in; before that nobody sees it. */
export const manifestOf = ({ known, latest }: Plugin): Manifest => (known ?? latest).manifest

/** Key of the text that says how much of a fact is told. */
export const toldKey = ({ as }: Pick<AskedFact, 'as'>): string => `resident.plugins.told.${as}`
