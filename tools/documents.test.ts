import assert from 'node:assert/strict'
import { existsSync, globSync, readFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { test } from 'node:test'
import { documents } from './documents.ts'

const root = join(import.meta.dirname, '..')
const read = (path: string) => readFileSync(join(root, path), 'utf8')
const find = (pattern: string) =>
  globSync(pattern, { cwd: root, exclude: ['**/node_modules/**', '**/dist/**', '**/fixtures/**'] }).sort()

for (const [path, text] of Object.entries(documents()))
  test(`${path}는 코드와 같은 말을 한다 (npm run documents)`, () => assert.equal(read(path), text))

test('계약에 적힌 사건과 문제는 하나도 빠짐없이 문서에 있다', () => {
  const declared = (word: string) =>
    find('{kernel,modules}/**/*.ts')
      .filter((file) => !file.endsWith('.test.ts'))
      .flatMap((file) => [...read(file).matchAll(new RegExp(`= ${word}<`, 'g'))]).length
  const listed = (path: string) => read(path).match(/^\| `/gm)?.length
  assert.equal(listed('docs/events.md'), declared('defineEvent'))
  assert.equal(listed('docs/problems.md'), declared('defineProblem'))
})

test('모든 모듈과 라이브러리에 한 화면짜리 설명이 있다', () => {
  const silent = find('{kernel,gateway,server,libs/*,modules/*}/package.json')
    .map(dirname)
    .filter((folder) => !existsSync(join(root, folder, 'README.md')))
  assert.deepEqual(silent, [])
})

test('모든 의존 꾸러미에는 까닭이 적혀 있다', () => {
  const said = read('docs/dependencies.md')
  const names = find('{.,kernel,gateway,server,libs/*,modules/*,web/*,tools,tests,bench}/package.json').flatMap((path) => {
    const {
      dependencies = {},
      devDependencies = {},
      optionalDependencies = {},
    } = JSON.parse(read(path)) as Record<string, Record<string, string>>
    return Object.keys({ ...dependencies, ...devDependencies, ...optionalDependencies })
  })
  assert.deepEqual([...new Set(names)].filter((name) => !name.startsWith('@dpg/') && !said.includes(`\`${name}\``)).sort(), [])
})

test('문서의 링크는 있는 파일을 가리킨다', () => {
  const broken = find(
    '{README.md,CONTRIBUTING.md,docs/**/*.md,kernel/**/*.md,gateway/**/*.md,libs/**/*.md,modules/**/*.md,server/**/*.md,web/**/*.md,countries/**/*.md,bench/**/*.md}',
  ).flatMap((file) =>
    [...read(file).matchAll(/\]\((?!https?:|mailto:|#|\/)([^)\s#]+)/g)]
      .map((match) => match[1]!)
      .filter((link) => !existsSync(join(root, dirname(file), link)))
      .map((link) => `${file}: ${link}`),
  )
  assert.deepEqual(broken, [])
})

test('어떤 파일도 한 기계의 길을 적지 않는다', () => {
  const found = find(
    '{kernel,gateway,server,libs,modules,web,tools,tests,bench,docs}/**/*.{ts,tsx,md,json,yaml,css,sql,cjs}',
  ).filter((file) => /(^|[^\w.])\/(home|root|tmp|usr)\/\w/.test(read(file).replaceAll('https://', '')))
  assert.deepEqual(found, [])
})
