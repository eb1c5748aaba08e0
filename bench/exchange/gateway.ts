/** One member's gateway as a process of its own; its inner door is what "ready" names. */
import { readConfig, startMember } from '@dpg/gateway/member'

const member = await startMember(await readConfig(process.env['CONFIG']!))
console.log(`ready ${member.inside}`)
process.once('SIGTERM', async () => {
  await member.stop()
  process.exit(0)
})
