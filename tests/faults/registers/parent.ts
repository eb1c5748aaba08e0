/** A parent to be killed: starts registers and gateway, says which processes they are, and waits. */
import { openCountry } from './country.ts'

const country = await openCountry()
const { pids } = await country.start()
process.send?.([pids.gateway, ...pids.registers])
setInterval(() => {}, 1000)
