/** Ports: the one a server had before it was restarted when it is still free, else any. Only this machine can reach them. */
import type { Server } from 'node:http'
import type { AddressInfo } from 'node:net'

const HERE = '127.0.0.1'
export const urlOf = (port: number): string => `http://${HERE}:${port}`

export async function listen(server: Server, port: number): Promise<number> {
  try {
    return await bind(server, port)
  } catch (error) {
    if (port === 0 || (error as NodeJS.ErrnoException).code !== 'EADDRINUSE') throw error
    return bind(server, 0)
  }
}

const bind = (server: Server, port: number): Promise<number> =>
  new Promise((resolve, reject) => {
    server.once('error', reject)
    server.listen(port, HERE, () => {
      server.off('error', reject)
      resolve((server.address() as AddressInfo).port)
    })
  })
