import assert from 'node:assert/strict'
import { test } from 'node:test'
import { loadPack } from './index.ts'

const fact = (id: string, register: string | null) =>
  `- id: ${id}\n  title: { ko: 이름, en: Name }\n  description: { ko: 설명, en: Text }\n  type: string\n  law: 주민등록법 제7조\n  sensitivity: personal\n  burden: 1\n${register ? `  register: ${register}\n` : ''}`
const files = (papers: string, bundles: string) => [
  { path: 'facts/person.yaml', text: fact('person.name', 'resident-register') + fact('person.hobby', null) },
  { path: 'mydata/papers.tsv', text: `id\tko\ten\tfacts\n${papers}` },
  { path: 'mydata/bundles.tsv', text: `id\tko\ten\taudience\treceivers\tpapers\n${bundles}` },
]
const problems = (papers: string, bundles: string) =>
  loadPack(files(papers, bundles))
    .findings.filter(({ file }) => file.startsWith('mydata/'))
    .map(({ file, line, message }) => `${file}:${line} ${message.en}`)

test('a bundle is the facts of its papers, each once', () => {
  const { pack } = loadPack(files('a\t가\tA\tperson.name\nb\t나\tB\tperson.name\n', 'x\t대출\tLoan\tperson\tbank card\ta b\n'))
  assert.deepEqual(pack.bundles.get('x')?.facts, ['person.name'])
  assert.deepEqual(pack.bundles.get('x')?.receivers, ['bank', 'card'])
})

test('a paper with a fact that no register holds, a bundle with a paper that is not there, a row that lacks something: each is told with its line', () => {
  assert.deepEqual(problems('a\t가\tA\tperson.hobby\n', ''), [
    'mydata/papers.tsv:2 A value is not right: person.hobby is no fact of a register',
  ])
  assert.deepEqual(problems('a\t가\tA\tperson.name\n', 'x\t대출\tLoan\tperson\tbank\tb\n'), [
    'mydata/bundles.tsv:2 A value is not right: there is no paper b',
  ])
  assert.deepEqual(problems('a\t가\tA\tperson.name\na\t가\tA\tperson.name\n', ''), [
    'mydata/papers.tsv:3 A value is not right: a stands twice',
  ])
  assert.deepEqual(problems('a\t가\t\tperson.name\n', ''), ['mydata/papers.tsv:2 A value is not right: en is empty'])
  assert.deepEqual(problems('a\t가\n', ''), ['mydata/papers.tsv:2 This line has 2 cells instead of 4.'])
})
