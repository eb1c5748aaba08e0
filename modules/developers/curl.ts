/** A request as one sends it from a shell. */
import type { ShownRequest } from './contract.ts'

/** The same from a shell; the key is told by its variable. */
export function curlOf(baseUrl: string, { method, path, headers, body }: ShownRequest): string {
  const quote = (text: string) => `'${text.replaceAll("'", `'\\''`)}'`
  return [
    `curl -s ${method === 'GET' ? '' : `-X ${method} `}${quote(new URL(path, baseUrl).href)}`,
    `-H "authorization: Bearer $DPG_KEY"`,
    ...Object.entries(headers).map(([name, value]) => `-H ${quote(`${name}: ${value}`)}`),
    ...(body === null ? [] : [`-d ${quote(body)}`]),
  ].join(' \\\n  ')
}
