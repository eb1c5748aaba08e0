/** Officials look facts up by day only; tests run at any hour. */
import type { PolicyDraft, PolicyInForce } from '@dpg/guard/contract'
import type { Server } from './server.ts'
import { signedIn } from './visitor.ts'

const FACTS = 'policies/facts.cedar'
const BESIDE = 'policies/facts.examples.yaml'

/** Publishes, by four eyes, policies by which the night is another hour than now. */
export async function letItBeDay(server: Server): Promise<void> {
  const [officer, administrator] = [await signedIn(server, '윤지호'), await signedIn(server, '임세온')]
  const { files } = await officer.get<PolicyInForce>('/api/guard/policies')
  const textOf = (path: string) => files.find((file) => file.path === path)!.text
  const night = (Temporal.Now.zonedDateTimeISO('Asia/Seoul').hour + 6) % 24
  // The examples of officials say what is right at which hour: they go with the night.
  const examples = textOf(BESIDE)
    .split(/^(?=- name)/m)
    .filter((one) => !/type: Official/.test(one))
    .join('')
  const { id } = await officer.post<PolicyDraft>('/api/guard/drafts', {
    why: '낮에 시험합니다',
    files: [
      { path: FACTS, text: textOf(FACTS).replace(/\(context\.hour [^)]*\)/, `(context.hour == ${night})`) },
      { path: BESIDE, text: examples },
    ],
  })
  await officer.ask(`/api/guard/drafts/${id}/send`, { method: 'POST' })
  await administrator.post(`/api/guard/drafts/${id}/publish`, {})
}
