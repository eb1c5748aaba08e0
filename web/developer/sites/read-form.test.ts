import assert from 'node:assert/strict'
import { test } from 'node:test'
import { fieldsOf, readSite, type SiteFields, siteForm } from './read-form.ts'

const posted = (fields: object): SiteFields => siteForm.parse(fields) as SiteFields

test('a form becomes a site: lines are lists, filled rows are claims', () => {
  const site = readSite(
    posted({
      name: ' 도서관 ',
      operator: '구립도서관',
      homepage: 'https://library.example/',
      redirectUris: 'https://library.example/a\r\n\r\nhttps://library.example/b ',
      'claim-0': 'name',
      'why-0': '대출증에 적습니다',
      'needed-0': 'yes',
      'claim-3': 'address',
      'why-3': '책을 보냅니다',
    }),
  )
  assert.equal(site.name, '도서관')
  assert.deepEqual(site.redirectUris, ['https://library.example/a', 'https://library.example/b'])
  assert.deepEqual(
    site.claims.map(({ claim, isNeeded }) => [claim, isNeeded]),
    [
      ['name', true],
      ['address', false],
    ],
  )
  assert.deepEqual([site.assurance, site.profile, site.backchannelLogoutUri], ['substantial', 'plain', null])
  assert.deepEqual(readSite(posted(fieldsOf(site))), site, 'and back')
})

test('keys are taken as one, as a list or as a set; what cannot be read is none', () => {
  const key = { kty: 'EC', crv: 'P-256', x: 'x', y: 'y' }
  const keysIn = (keys: string, profile = 'fapi2') => readSite(posted({ keys, profile })).keys
  assert.deepEqual(keysIn(JSON.stringify(key)), [key])
  assert.deepEqual(keysIn(JSON.stringify([key])), [key])
  assert.deepEqual(keysIn(JSON.stringify({ keys: [key] })), [key])
  assert.deepEqual(keysIn('-----BEGIN'), [])
  assert.deepEqual(keysIn(JSON.stringify(key), 'plain'), [])
})
