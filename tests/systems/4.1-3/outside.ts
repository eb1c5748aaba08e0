/** What outsiders rely on: witnesses who sign the log, receipts that verify without us, an auditor whose code is not ours. */
import assert from 'node:assert/strict'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, test } from 'node:test'
import type { TracePage } from '@dpg/access/contract'
import { type Server, signedIn, until, type Visitor, visitor } from '../../harness/index.ts'
import { auditorMissing, buildAuditor, flip, tamperedLog } from './auditor/run.ts'
import { dpg, startWitness, type Witness } from './witness.ts'

/** `kim` has entries of her own in the tree. */
export function outside(stage: () => { readonly server: Server; readonly kim: Visitor }): void {
  let folder: string
  let witness: Witness
  let key: string
  const prepared = once(async () => {
    folder = await mkdtemp(join(tmpdir(), 'dpg-receipts-'))
    const { server } = stage()
    key = (await visitor(server).get<{ key: string }>('/api/access/key')).key
    witness = await startWitness('witness.example/press', key)
    const officer = await signedIn(server, '윤지호')
    await officer.post('/api/access/witnesses', { url: witness.url, key: witness.key })
  })
  after(async () => {
    await witness?.close()
    if (folder) await rm(folder, { recursive: true, force: true })
  })

  /** A receipt of an entry of hers, signed by the witness, in a file. */
  async function receiptFile(): Promise<{ readonly path: string; readonly text: string }> {
    const { kim } = stage()
    const { entries } = await kim.get<TracePage>('/api/access/entries?limit=20')
    const { id } = entries.find(({ index }) => index !== null)!
    const text = await until('the witness to have signed', async () => {
      const { text: receipt } = await kim.ask(`/api/access/entries/${id}/receipt`)
      return receipt.includes('— witness.example/press ') && receipt
    })
    const path = join(folder, `${id}.tlog-proof`)
    await writeFile(path, text)
    return { path, text }
  }

  test('내려받은 영수증은 서버 없이도, 장부와 증인의 열쇠만으로 참임이 확인되고, 고치면 드러난다', async () => {
    await prepared()
    const { path, text } = await receiptFile()
    const good = await dpg('verify-receipt', path, '--key', key, '--witness', witness.key)
    assert.equal(good.code, 0, good.output)
    assert.match(good.output, /"purpose"[\s\S]*genuine: leaf \d+ [\s\S]*witnessed by witness\.example\/press/)
    const [before, line, rest] = text.split(/(?<=^extra )(\S+)/m)
    const opening = JSON.parse(Buffer.from(line!, 'base64').toString()) as { entry: { law: string } }
    opening.entry.law = '개인정보 보호법 제15조'
    await writeFile(path, before + Buffer.from(JSON.stringify(opening)).toString('base64') + rest)
    const bad = await dpg('verify-receipt', path, '--key', key)
    assert.deepEqual([bad.code, /NOT GENUINE/.test(bad.output)], [1, true])
  })

  test('증인은 공개되어 있고, 아무나 증인을 바꾸지 못한다', async () => {
    await prepared()
    const { server, kim } = stage()
    const { witnesses } = await visitor(server).get<{ witnesses: { name: string; size: number | null }[] }>(
      '/api/access/witnesses',
    )
    assert.equal(witnesses[0]?.name, 'witness.example/press')
    assert.ok(witnesses[0]!.size! > 0)
    assert.equal((await kim.ask('/api/access/witnesses', { json: { url: witness.url, key: witness.key } })).status, 403)
  })

  test('우리가 짜지 않은 감사 도구(Go sumdb)가 장부를 받아들이고, 조각·잎·머리·영수증이 바뀐 사본은 물리친다', {
    skip: auditorMissing,
  }, async (t) => {
    const { server } = stage()
    await prepared()
    const auditor = await buildAuditor()
    t.after(() => auditor.close())
    const base = `${server.url}/api/access`
    const { path } = await receiptFile()
    const earlier = join(folder, 'earlier')
    await writeFile(earlier, await (await fetch(`${base}/checkpoint`)).text())
    await stage().kim.open('/my/benefits')
    assert.match(await auditor.audit(base, key, earlier, path), /^ACCEPTED \d+ leaves/)
    const thefts = [
      [
        'signature',
        /\/checkpoint$/,
        (bytes: Buffer) => Buffer.from(bytes.toString().replace(/\n(\d+)\n/, (_all, n) => `\n${Number(n) - 1}\n`)),
      ],
      ['root', /\/tile\/entries\//, flip(40)],
      ['tile', /\/tile\/0\//, flip(33)],
    ] as const
    for (const [what, where, change] of thefts) {
      const tampered = await tamperedLog(base, where, change)
      assert.match(await auditor.audit(tampered.url, key, earlier, path), new RegExp(`^REJECTED ${what}`), what)
      tampered.close()
    }
    const forged = join(folder, 'forged')
    await writeFile(
      forged,
      (await (await fetch(`${base}/checkpoint`)).text()).replace(
        /(\n— \S+ .{30})(.)/,
        (_all, head, one) => head + (one === 'A' ? 'B' : 'A'),
      ),
    )
    assert.match(await auditor.audit(base, key, forged, path), /^REJECTED signature/)
    const other = (await receiptFile()).text.replace(/^index (\d+)$/m, (_all, n) => `index ${n === '0' ? 1 : Number(n) - 1}`)
    await writeFile(path, other)
    assert.match(await auditor.audit(base, key, earlier, path), /^REJECTED receipt/)
  })
}

/** Not before the first test: hooks of a file begin side by side. */
function once(work: () => Promise<void>): () => Promise<void> {
  let done: Promise<void> | undefined
  return () => {
    done ??= work()
    return done
  }
}
