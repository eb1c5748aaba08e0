/**
 * The cases that bb-registration's suite takes to be there already, applied for as anybody would, through the adapter; then waits until
 * the platform has looked at them. `node load.ts <address of the adapter>`
 */
import names from './names.json' with { type: 'json' }

const [, , adapter = 'http://localhost:3333'] = process.argv
const WITHIN_MS = 30_000
const EVERY_MS = 300

const isOpen = async (task: string): Promise<boolean> => (await fetch(new URL(`/tasks/${task}`, adapter))).ok

for (const [task, { file }] of Object.entries(names.tasks)) {
  if (await isOpen(task)) continue
  const { applicant, service } = (names.files as Readonly<Record<string, { applicant: string; service: string }>>)[file]!
  const answer = await fetch(new URL(`/services/${service}/applications`, adapter), {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ applicantId: applicant }),
  })
  if (!answer.ok) throw new Error(`${service}: ${answer.status} ${await answer.text()}`)
  const until = Date.now() + WITHIN_MS
  while (!(await isOpen(task))) {
    if (Date.now() > until) throw new Error(`no official has anything to do for ${task}`)
    await new Promise((done) => setTimeout(done, EVERY_MS))
  }
}
