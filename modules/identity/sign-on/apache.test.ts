/** A certified site that nobody here wrote: Apache with mod_auth_openidc, as Debian ships it, with the lines of our guide. */
import assert from 'node:assert/strict'
import { type ChildProcess, spawn } from 'node:child_process'
import { existsSync } from 'node:fs'
import { chmod, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, test } from 'node:test'
import { SESSION_COOKIE } from '../contract.ts'
import { openRig, register } from './testing.ts'

/** Where Debian puts them. */
const APACHE = join('/', 'usr', 'sbin', 'apache2')
const MODULES = join('/', 'usr', 'lib', 'apache2', 'modules')
const isThere = existsSync(APACHE) && existsSync(join(MODULES, 'mod_auth_openidc.so'))

test('Apache with mod_auth_openidc signs a person in, unchanged', {
  skip: isThere ? false : 'apache2-bin and libapache2-mod-auth-openidc are not installed',
}, async () => {
  const rig = await openRig()
  after(() => rig.close())
  const port = await freePort()
  const origin = `http://localhost:${port}`
  const site = await register(rig, { homepage: `${origin}/`, redirectUris: [`${origin}/back`], logoutUris: [] })
  const folder = await mkdtemp(join(tmpdir(), 'dpg-apache-'))
  const apache = await startApache(folder, port, settings(rig.issuer.href, site.id, site.secret ?? '', origin))
  try {
    const { cookie } = await rig.identity.signInAs(await rig.enrol('김하늘'))
    const jars = new Map<string, Map<string, string>>([[rig.url, new Map([[SESSION_COOKIE, cookie.value]])]])
    let at = new URL(`${origin}/page.txt`)
    for (let hops = 0; hops < 12; hops++) {
      // The portal's page, which passes on whoever is signed in.
      if (at.origin === rig.url && at.pathname.startsWith('/signin/site/')) {
        const asked = await rig.identity.signOn.read(headerOf(jars.get(rig.url)!), at.pathname.split('/').at(-1)!)
        assert.equal(asked.step, 'go')
        at = new URL('to' in asked ? asked.to : '')
      }
      const jar = jars.get(at.origin) ?? new Map<string, string>()
      jars.set(at.origin, jar)
      const response = await open(at, jar)
      if (response.status === 200) {
        assert.equal(at.href, `${origin}/page.txt`)
        assert.equal(await response.text(), 'inside')
        assert.match(response.headers.get('x-user') ?? '', /^[\w-]{32}$/, 'who it is, here and nowhere else')
        return
      }
      assert.equal(response.status, 302 + Number(response.status === 303), `${at.href}: ${response.status}`)
      at = new URL(response.headers.get('location')!, at)
    }
    assert.fail('redirected without end')
  } finally {
    apache.kill('SIGTERM')
    await rm(folder, { recursive: true, force: true })
  }
})

async function open(at: URL, jar: Map<string, string>): Promise<Response> {
  // It asks nobody to sign in who says that a script is asking; a browser that opens a page says so.
  const headers = { cookie: headerOf(jar), accept: 'text/html', 'sec-fetch-mode': 'navigate', 'sec-fetch-dest': 'document' }
  const response = await navigate(at, headers)
  for (const line of response.headers.getSetCookie()) {
    const [, name = '', value = ''] = /^([^=]+)=([^;]*)/.exec(line) ?? []
    if (value === '') jar.delete(name)
    else jar.set(name, value)
  }
  return response
}

/** `fetch` sends a mode of its own: the plain client sends what it is told. */
async function navigate(at: URL, headers: Readonly<Record<string, string>>): Promise<Response> {
  const { request } = await import('node:http')
  return new Promise((done, fail) => {
    const sent = request(at, { headers }, (incoming) => {
      let body = ''
      incoming.setEncoding('utf8').on('data', (part: string) => {
        body += part
      })
      incoming.on('end', () => {
        const given = new Headers()
        for (const [name, value] of Object.entries(incoming.headers))
          for (const one of [value ?? []].flat()) given.append(name, one)
        done(new Response(body === '' ? null : body, { status: incoming.statusCode ?? 500, headers: given }))
      })
    })
    sent.on('error', fail).end()
  })
}

const headerOf = (jar: ReadonlyMap<string, string>): string => [...jar].map(([name, value]) => `${name}=${value}`).join('; ')

const settings = (issuer: string, id: string, secret: string, origin: string) => `
OIDCProviderMetadataURL ${issuer}/.well-known/openid-configuration
OIDCClientID ${id}
OIDCClientSecret ${secret}
OIDCRedirectURI ${origin}/back
OIDCCryptoPassphrase ${'x'.repeat(32)}
OIDCScope "openid"
OIDCPKCEMethod S256
OIDCIDTokenSignedResponseAlg ES256
OIDCProviderTokenEndpointAuth client_secret_basic
<Location />
  AuthType openid-connect
  Require valid-user
  Header set X-User "%{OIDC_CLAIM_sub}e"
</Location>
`

async function startApache(folder: string, port: number, lines: string): Promise<ChildProcess> {
  await chmod(folder, 0o755)
  const load = ['mpm_event', 'authn_core', 'authz_core', 'authz_user', 'headers', 'auth_openidc']
  await writeFile(join(folder, 'page.txt'), 'inside')
  await writeFile(
    join(folder, 'apache.conf'),
    `${load.map((name) => `LoadModule ${name}_module ${MODULES}/mod_${name}.so`).join('\n')}
ServerName localhost
Listen 127.0.0.1:${port}
Listen [::1]:${port}
PidFile ${folder}/pid
ErrorLog ${folder}/errors
DocumentRoot ${folder}
User www-data
Group www-data
${lines}`,
  )
  const child = spawn(APACHE, ['-f', join(folder, 'apache.conf'), '-D', 'FOREGROUND'], { stdio: 'inherit' })
  const until = Date.now() + 10_000
  for (;;) {
    const answered = await fetch(`http://localhost:${port}/`, { redirect: 'manual' }).then(
      () => true,
      () => false,
    )
    if (answered) return child
    if (Date.now() > until || child.exitCode !== null) throw new Error('Apache does not answer')
    await new Promise((done) => setTimeout(done, 50))
  }
}

function freePort(): Promise<number> {
  return new Promise((done) => {
    const server = createServer().listen(0, () => {
      const { port } = server.address() as { port: number }
      server.close(() => done(port))
    })
  })
}
