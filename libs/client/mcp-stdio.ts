/**
 * For assistants that start a program instead of calling an address: passes lines of JSON-RPC to `/mcp` and back.
 * `node mcp-stdio.ts https://…/mcp [file that holds the key]`: in a file, so that no list of processes shows it.
 */
import { readFileSync } from 'node:fs'
import { createInterface } from 'node:readline'

const [address, keyFile] = process.argv.slice(2)
if (!address || !URL.canParse(address)) {
  console.error('mcp-stdio <address of /mcp> [file with the key of an app]')
  process.exit(2)
}
const key = keyFile ? readFileSync(keyFile, 'utf8').trim() : undefined

interface Message {
  readonly id?: string | number | null
  readonly method?: string
}

async function pass(line: string): Promise<void> {
  const { id } = JSON.parse(line) as Message
  try {
    const response = await fetch(address!, {
      method: 'POST',
      headers: {
        'content-type': 'application/json',
        accept: 'application/json, text/event-stream',
        ...(key ? { authorization: `Bearer ${key}` } : {}),
      },
      body: line,
    })
    const text = await response.text()
    if (response.status === 202) return
    for (const message of messagesIn(response.headers.get('content-type') ?? '', text)) process.stdout.write(`${message}\n`)
  } catch (cause) {
    // A notification wants no answer.
    if (id !== undefined) process.stdout.write(`${failure(id, (cause as Error).message)}\n`)
  }
}

/** One JSON body, or the data of a stream of events; a refusal before the protocol is an error of it. */
function messagesIn(type: string, text: string): string[] {
  if (type.startsWith('text/event-stream')) return [...text.matchAll(/^data: ?(.+)$/gm)].map(([, data]) => data!)
  const said = JSON.parse(text) as { readonly jsonrpc?: string; readonly title?: string; readonly detail?: string }
  if (said.jsonrpc) return [JSON.stringify(said)]
  throw new Error(`${said.title} ${said.detail}`)
}

const failure = (id: Message['id'], message: string) => JSON.stringify({ jsonrpc: '2.0', id, error: { code: -32000, message } })

for await (const line of createInterface({ input: process.stdin })) if (line.trim() !== '') await pass(line)
