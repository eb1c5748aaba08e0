/** The least that could serve: Node, the same PostgreSQL, one page rendered by Preact through Hono. What the platform is held against. */
import { readFileSync } from 'node:fs'
import { gzipSync } from 'node:zlib'
import { startEmbeddedPostgres } from '@dpg/kernel/server'
import { serve } from '@hono/node-server'
import { Hono } from 'hono'
import { compress } from 'hono/compress'
import { h } from 'preact'
import { renderToString } from 'preact-render-to-string'

const LINES = 150
const LEVEL = 4
const HTML = { 'content-type': 'text/html; charset=utf-8' }
const postgres = process.env['DATA_DIR'] ? await startEmbeddedPostgres({ dataDir: process.env['DATA_DIR'] }) : undefined
const file = process.env['PAGE']
const same = file === undefined ? '' : readFileSync(file, 'utf8')
const app = new Hono()
// What a page costs that is not made at all: the same bytes, compressed and sent as the platform does.
app.get('/same', () => new Response(gzipSync(same, { level: LEVEL }), { headers: { ...HTML, 'content-encoding': 'gzip' } }))
app.get('/', compress(), (context) => context.html(`<!doctype html>${renderToString(page())}`))
const server = serve({ fetch: app.fetch, port: 0 }, ({ port }) => console.log(`ready http://localhost:${port}`))
process.once('SIGTERM', async () => {
  server.close()
  await postgres?.stop()
  process.exit(0)
})

function page() {
  const lines = Array.from({ length: LINES }, (_, at) =>
    h('li', { class: 'line', key: at }, h('a', { href: `/${at}` }, `글 ${at}`), h('p', null, '한 줄')),
  )
  return h('html', { lang: 'ko' }, h('head', null, h('title', null, 'bare')), h('body', null, h('ul', null, lines)))
}
