import assert from 'node:assert/strict'
import { globSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { test } from 'node:test'

const root = join(import.meta.dirname, '..')
const find = (pattern: string) =>
  globSync(pattern, { cwd: root, exclude: ['**/node_modules/**', '**/dist/**', '**/fixtures/**'] }).sort()
const read = (path: string) => readFileSync(join(root, path), 'utf8')
const messages = (path: string) => JSON.parse(read(path)) as Record<string, unknown>

test('모든 글에 한국어와 영어가 있다', () => {
  for (const ko of find('{kernel,libs,modules,server,web,gateway}/**/messages/ko.json')) {
    const en = ko.replace(/ko\.json$/, 'en.json')
    assert.deepEqual(Object.keys(messages(en)).sort(), Object.keys(messages(ko)).sort(), `${ko} and ${en} hold different keys`)
  }
})

test('한 파일에서 한 이름은 한 번만 적혀 있다', () => {
  const twice = find('{kernel,libs,modules,server,web,gateway}/**/messages/{ko,en}.json').flatMap((path) => {
    const keys = [...read(path).matchAll(/^ {2}"([^"]+)":/gm)].map((match) => match[1]!)
    return keys.filter((key, at) => keys.indexOf(key) !== at).map((key) => `${path}: ${key}`)
  })
  assert.deepEqual(twice, [])
})

test('모든 문제에는 제목과 설명이 있다', () => {
  const texts = Object.assign({}, ...find('{kernel,modules,server,web}/**/messages/ko.json').map(messages)) as Record<
    string,
    unknown
  >
  const types = find('{kernel,modules,server}/**/*.ts').flatMap((file) =>
    [...read(file).matchAll(/defineProblem<[^(]*>\('([^']+)'/g)].map((match) => match[1]!),
  )
  assert.ok(types.length > 30)
  const missing = [...new Set(types)]
    .flatMap((type) => ['title', 'detail'].map((part) => `problem.${type}.${part}`))
    .filter((key) => !(key in texts))
  assert.deepEqual(missing, [])
})

test('한 이름의 빈칸은 두 언어에서 같다', () => {
  const names = (text: unknown) =>
    [...new Set([...String(text).matchAll(/\{([\w.]+)(?:\|[^}]*)?\}/g)].map((match) => match[1]!))].sort()
  for (const ko of find('{kernel,modules,server,web}/**/messages/ko.json')) {
    const [korean, english] = [messages(ko), messages(ko.replace(/ko\.json$/, 'en.json'))]
    for (const key of Object.keys(korean)) assert.deepEqual(names(english[key]), names(korean[key]), `${ko}: ${key}`)
  }
})
