/** How much of a library reaches a browser. */
import { gzipSync } from 'node:zlib'
import { build } from 'vite'
import { WEB } from './paths.ts'

const ENTRY = 'virtual:measured'

/** Bytes that gzip leaves of a module's text (`export { createEngine } from '@dpg/rules'`), bundled and minified as pages' scripts are. */
export async function bundledBytes(text: string): Promise<number> {
  const result = await build({
    root: WEB,
    configFile: false,
    logLevel: 'warn',
    plugins: [
      {
        name: 'dpg:measured',
        enforce: 'pre',
        resolveId: (id) => (id.endsWith(ENTRY) ? ENTRY : null),
        load: (id) => (id === ENTRY ? text : null),
      },
    ],
    build: {
      write: false,
      rolldownOptions: { input: ENTRY, preserveEntrySignatures: 'strict', output: { format: 'es' } },
    },
  })
  const outputs = (Array.isArray(result) ? result : [result]).flatMap((one) => ('output' in one ? [...one.output] : []))
  const code = outputs.map((output) => (output.type === 'chunk' ? output.code : '')).join('')
  if (code.length < 100) throw new Error(`nothing was bundled of: ${text}`)
  return gzipSync(code, { level: 9 }).byteLength
}
