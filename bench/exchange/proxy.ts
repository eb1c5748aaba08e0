/** The least that could stand between: an HTTP proxy that keeps its connections and looks at nothing. */
import { Agent, createServer, request } from 'node:http'
import type { AddressInfo } from 'node:net'

const next = new URL(process.env['NEXT']!)
const agent = new Agent({ keepAlive: true, maxSockets: 512 })
const server = createServer((incoming, response) => {
  const { host: _, connection: __, ...headers } = incoming.headers
  const options = { agent, host: next.hostname, port: next.port, path: incoming.url, method: incoming.method, headers }
  const asked = request(options, (answer) => {
    response.writeHead(answer.statusCode!, answer.headers)
    answer.pipe(response)
  })
  asked.on('error', () => response.destroy())
  incoming.pipe(asked)
})
server.listen(0, '127.0.0.1', () => console.log(`ready http://127.0.0.1:${(server.address() as AddressInfo).port}`))
process.once('SIGTERM', () => process.exit(0))
