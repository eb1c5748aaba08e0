/** The made-up bank's own site, on this machine: what it asks for, and what it was sent. For trying out a demonstration. */
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { type Received, registerTrial, type TrialOptions, type TrialReceiver } from './receiver.ts'

export interface TrialSite {
  readonly url: string
  readonly receiver: TrialReceiver
  stop(): Promise<void>
}

/** Port 0: the system chooses. Rejects when the port is taken or the platform is no demonstration. */
export async function startTrial({
  port,
  ...options
}: Omit<TrialOptions, 'returnUri'> & { readonly port: number }): Promise<TrialSite> {
  const { platform, name } = options
  const server = createServer()
  await new Promise<void>((resolve, reject) => server.once('error', reject).listen(port, '127.0.0.1', resolve))
  const url = `http://localhost:${(server.address() as AddressInfo).port}`
  const stop = () =>
    new Promise<void>((resolve) => {
      server.close(() => resolve())
      server.closeAllConnections()
    })
  try {
    const receiver = await registerTrial({ ...options, returnUri: `${url}/back` })
    const words = await wordsOf(platform)
    server.on('request', async ({ url: path = '/' }, response) => {
      const { pathname, searchParams } = new URL(path, url)
      const transfer = searchParams.get('transfer')
      response.setHeader('content-type', 'text/html; charset=utf-8')
      if (pathname === '/') response.end(page(name, home(receiver, platform, words)))
      else if (pathname === '/back' && transfer)
        response.end(page(name, back(await receiver.fetch(transfer).catch((cause: unknown) => ({ why: String(cause) })), words)))
      else response.writeHead(404).end(page(name, '<p>그런 화면은 없습니다. <a href="/">처음으로</a></p>'))
    })
    return {
      url,
      receiver,
      stop: () =>
        receiver
          .end()
          .catch(() => {})
          .finally(stop),
    }
  } catch (cause) {
    await stop()
    throw cause
  }
}

/** Titles of bundles and facts in Korean, by their ids. */
async function wordsOf(platform: string): Promise<(id: string) => string> {
  const lists = await Promise.all(
    ['/api/mydata/bundles', '/api/facts'].map(async (path) => {
      const response = await fetch(new URL(path, platform))
      return ((await response.json()) as { items: { id: string; title: { ko: string } }[] }).items
    }),
  )
  const titles = new Map(lists.flat().map(({ id, title }) => [id, title.ko]))
  return (id) => titles.get(id) ?? id
}

const home = ({ id, bundles }: TrialReceiver, platform: string, words: (id: string) => string): string =>
  `<p>서류를 떼어 오는 대신 정부에서 바로 보내 주실 수 있습니다. 무슨 일로 오셨나요?</p><ul>${bundles
    .map((bundle) => {
      const href = `${platform}/my/data/give?${new URLSearchParams({ receiver: id, bundle })}`
      return `<li><a href="${text(href)}">${text(words(bundle))}</a></li>`
    })
    .join('')}</ul>`

const back = (got: Received | { readonly why: string }, words: (id: string) => string): string =>
  'why' in got
    ? `<p><strong>받지 못했습니다.</strong> ${text(got.why)}</p>`
    : `<p><strong>${text(words(got.bundle))}</strong>에 쓸 정보를 받았습니다. 서명을 확인했습니다.</p><table>${got.papers
        .flatMap(({ facts }) => Object.entries(facts))
        .map(([fact, { value, missing }]) => {
          const shown = missing ? '대장이 답하지 않음' : typeof value === 'string' ? value : JSON.stringify(value)
          return `<tr><th scope="row">${text(words(fact))}</th><td>${text(shown ?? '없음')}</td></tr>`
        })
        .join('')}</table><p>이 화면을 새로 고치면 다시 받습니다. 보내기를 멈추시면 더 받지 못합니다.</p>`

const page = (name: string, body: string): string =>
  `<!doctype html><html lang="ko"><meta charset="utf-8"><meta name="viewport" content="width=device-width"><title>${text(name)}</title>` +
  `<style>body{font:1.1rem/1.6 sans-serif;max-width:44rem;margin:2rem auto;padding:0 1rem}th{text-align:left;padding-right:1rem}td,th{border-bottom:1px solid #ccc;vertical-align:top}</style>` +
  `<h1>${text(name)}</h1><p>지어낸 은행입니다. 받은 것은 저장하지 않습니다.</p>${body}</html>`

const text = (words: string): string =>
  words.replace(/[&<>"]/g, (sign) => ({ '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' })[sign]!)
