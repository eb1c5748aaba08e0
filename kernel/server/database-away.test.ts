import assert from 'node:assert/strict'
import { test } from 'node:test'
import { z } from 'zod'
import { ANONYMOUS, createTexts } from '../index.ts'
import { databaseError } from './database-away.ts'
import { createHttp } from './http.ts'
import { createLog } from './log.ts'
import { api } from './route.ts'

test('the log says why the database could not be asked, whoever asked is only told to come again', async () => {
  const lines: string[] = []
  const refused = Object.assign(new AggregateError([], ''), { code: 'ECONNREFUSED' })
  const app = createHttp({
    routes: [
      api({
        ...{ method: 'GET', path: '/api/things', summary: '', tag: '', needs: 'public', response: z.object({}) },
        handle: () => {
          throw new Error('no things', { cause: databaseError(refused) })
        },
      }),
    ],
    log: createLog('warn', (line) => void lines.push(line)),
    texts: createTexts([]),
    principalOf: () => ANONYMOUS,
    problemPage: () => '',
    headers: {},
    secureCookies: false,
  })
  const answer = await app.request('/api/things')
  assert.deepEqual([answer.status, answer.headers.get('retry-after')], [503, '3'])
  assert.doesNotMatch(await answer.text(), /ECONNREFUSED/)
  const { level, event, path, code, stack } = JSON.parse(lines[0]!) as Record<string, string>
  assert.deepEqual([lines.length, level, event, path, code], [1, 'warn', 'http.unavailable', '/api/things', 'ECONNREFUSED'])
  assert.match(stack!, /database-away\.test/)
})
