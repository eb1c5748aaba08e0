/**
 * The Model Context Protocol's own conformance client against our server, where the machine has it
 * (`npm install --global @modelcontextprotocol/conformance@0.1.16`, or `DPG_MCP_CONFORMANCE` says where it is). Of its scenarios those that
 * ask for what every server has; the others call tools, prompts and resources made for the test, and parts of the protocol that are not offered.
 */
import assert from 'node:assert/strict'
import { execFile, spawnSync } from 'node:child_process'
import { test } from 'node:test'
import { promisify } from 'node:util'
import type { Server } from '../../harness/index.ts'

const PROGRAM = process.env['DPG_MCP_CONFORMANCE'] ?? 'conformance'
const SCENARIOS = ['server-initialize', 'ping', 'tools-list', 'dns-rebinding-protection']
const isMissing = spawnSync(PROGRAM, ['list', '--server']).status !== 0

export function conformance(stage: () => { readonly server: Server }): void {
  test('MCP의 적합성 시험이 우리 서버를 받아들인다', {
    skip: isMissing && '@modelcontextprotocol/conformance is not installed',
  }, async (t) => {
    for (const scenario of SCENARIOS) {
      const words = ['server', '--url', `${stage().server.url}/mcp`, '--scenario', scenario]
      const { stdout } = await promisify(execFile)(PROGRAM, words)
      const [, passed, all] = /Passed: (\d+)\/(\d+), 0 failed/.exec(stdout) ?? []
      assert.ok(passed && passed === all, stdout)
      t.diagnostic(`${scenario}: ${passed} of ${all}`)
    }
  })
}
