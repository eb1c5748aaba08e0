/** 주민등록표 등본: issued in seconds, by nobody, with what the register says. */
import assert from 'node:assert/strict'
import { after, before, describe, test } from 'node:test'
import { signInOn } from '../harness/browser.ts'
import { idOf } from '../harness/index.ts'
import { getExtract } from './extract.ts'
import { openStage, type Stage, WAYS } from './stage.ts'

let stage: Stage
before(async () => {
  stage = await openStage()
})
after(() => stage?.close())

describe('an extract of the resident register', () => {
  for (const way of WAYS)
    test(`is issued without any official and states the household as registered, ${way.name}`, async () => {
      const seat = await stage.sit(way)
      await signInOn(seat.page, stage.server.url, idOf('최유진'))
      const said = await getExtract(seat)
      for (const words of ['최유진', '김도현', '김서윤', '서울특별시 관악구 신림동 1735, 112동 1204호'])
        assert.ok(said.includes(words), `${words}: ${said}`)
      await seat.go('/my/cases')
      assert.doesNotMatch(await seat.read(), /담당자 확인 중/)
      seat.assertQuiet()
    })
})
