/** Renders PDFs on a thread of its own: a document takes 0.15 s of CPU, which no request should wait for. */
import { readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { parentPort } from 'node:worker_threads'
import { MissingGlyphsError, renderPdf } from '@dpg/documents/pdf'
import type { Answer, Order } from './pdf-renderer.ts'

const font = (name: string) =>
  new Uint8Array(readFileSync(fileURLToPath(import.meta.resolve(`@expo-google-fonts/nanum-gothic/${name}`))))
const fonts = { regular: font('400Regular/NanumGothic_400Regular.ttf'), bold: font('700Bold/NanumGothic_700Bold.ttf') }

const render = async ({ id, document, createdAt }: Order): Promise<Answer> => {
  try {
    return { id, bytes: await renderPdf(document, fonts, { createdAt }) }
  } catch (cause) {
    if (cause instanceof MissingGlyphsError) return { id, missing: cause.characters }
    return { id, error: cause instanceof Error ? (cause.stack ?? cause.message) : String(cause) }
  }
}

parentPort?.on('message', async (order: Order) => parentPort?.postMessage(await render(order)))
