import assert from 'node:assert/strict'
import { existsSync, readFileSync } from 'node:fs'
import { test } from 'node:test'
import { fileURLToPath } from 'node:url'
import jsonld from 'jsonld'
import { Parser, Store } from 'n3'
import SHACLValidator from 'rdf-validate-shacl'
import { loadPack, serviceIds, serviceOf, toCpsvAp } from '../index.ts'
import { filesOf, fixture, KOREA } from '../testing.ts'

const SHAPES = fileURLToPath(new URL('../../../../shared/data/shacl/cpsv-ap-3.2.0-SHACL.ttl', import.meta.url))
const skip = existsSync(SHAPES) ? false : 'the CPSV-AP 3.2.0 shapes are not on this machine'
const base = 'https://dpg.example'
const { pack } = loadPack(filesOf(KOREA))
const definition = (id: string) => serviceOf(id, pack)!

async function quadsOf(document: object) {
  return new Parser({ format: 'N-Quads' }).parse(await jsonld.toRDF(document, { format: 'application/n-quads' }))
}

/** What the shapes have against a graph: `path on node: message`. */
async function violations(document: object): Promise<string[]> {
  const dataset = (quads: ReturnType<Parser['parse']>) => new Store(quads) as ConstructorParameters<typeof SHACLValidator>[0]
  const shapes = dataset(new Parser().parse(readFileSync(SHAPES, 'utf8')))
  const report = await new SHACLValidator(shapes).validate(dataset(await quadsOf(document)))
  return report.results.map(({ path, focusNode, message }) => {
    const where = [path, focusNode].map((term) => (term && 'value' in term ? String(term.value) : '')).join(' on ')
    return `${where}: ${message.map(({ value }) => value).join(' ')}`
  })
}

test('every service that was worked out is valid CPSV-AP 3.2.0', { skip }, async () => {
  const services = [...pack.services.values()]
  assert.ok(services.length >= 6)
  assert.deepEqual(await violations(toCpsvAp(services, pack, { base })), [])
})

test('hundreds of catalogue entries, from all over it, are valid CPSV-AP 3.2.0', { skip }, async () => {
  const ids = serviceIds(pack).filter((id) => !pack.services.has(id))
  const sample = ids.filter((_, index) => index % 25 === 0).map(definition)
  assert.ok(sample.length >= 300)
  assert.deepEqual(await violations(toCpsvAp(sample, pack, { base })), [])
})

test('the fixture with every kind of part is valid too', { skip }, async () => {
  const small = loadPack(filesOf(fixture('sound'))).pack
  const all = serviceIds(small).map((id) => serviceOf(id, small)!)
  assert.deepEqual(await violations(toCpsvAp(all, small, { base })), [])
})

test('the shapes notice what is broken: no title, no authority, two times', { skip }, async () => {
  const id = [...pack.services.keys()][0]!
  const document = structuredClone(toCpsvAp([definition(id)], pack, { base })) as { '@graph': Record<string, unknown>[] }
  const node = document['@graph'].find((one) => one['@type'] === 'cpsv:PublicService')!
  delete node['dct:title']
  delete node['cv:hasCompetentAuthority']
  node['cv:processingTime'] = [
    { '@value': 'P1D', '@type': 'xsd:duration' },
    { '@value': 'P2D', '@type': 'xsd:duration' },
  ]
  const found = await violations(document)
  for (const path of ['title', 'hasCompetentAuthority', 'processingTime'])
    assert.ok(
      found.some((line) => line.includes(path)),
      path,
    )
  assert.equal(found.length, 3, found.join('\n'))
})

test('the graph is read without fetching a context and says what a harvester looks for', async () => {
  const id = 'SSE000000170'
  const quads = await quadsOf(toCpsvAp([definition(id)], pack, { base }))
  const about = (property: string) =>
    quads.filter(({ subject, predicate }) => subject.value === `${base}/services/${id}` && predicate.value.endsWith(property))
  assert.deepEqual(
    about('terms/title')
      .map(({ object }) => object.value)
      .sort(),
    ['Basic Pension', '기초연금'],
  )
  assert.equal(about('hasCompetentAuthority')[0]?.object.value, `${base}/agencies/1352000`)
  assert.equal(about('processingTime').length, 1)
  assert.ok(about('hasLegalResource').some(({ object }) => decodeURIComponent(object.value).includes('기초연금법')))
  assert.ok(quads.some(({ predicate }) => predicate.value.endsWith('supportsRequirement')))
})

test('a service relates only to services in the same graph', () => {
  const linked = [...pack.services.values()].find(({ relatedServices }) => relatedServices.length > 0)!
  const node = (ids: readonly string[]) => {
    const graph = toCpsvAp(ids.map(definition), pack, { base })['@graph'] as readonly Record<string, unknown>[]
    return graph.find((one) => one['@id'] === `${base}/services/${linked.id}`)?.['cv:relatedService']
  }
  assert.equal(node([linked.id]), undefined)
  assert.ok(node([linked.id, ...linked.relatedServices]))
})
