// A node of its own, and npm's oidc-provider beside it, both on this machine.
import { execFileSync, spawn } from 'node:child_process'
import { appendFileSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import Provider from 'oidc-provider'

const CLIENT = 'amana-co'
const WAITED_MS = 60_000

export interface House {
  origin: string
  issuer: string
  /** The address of a link for an officer. */
  linkOf: (officer: string) => string
  /** The provider falls silent. */
  silence: () => Promise<void>
  close: () => Promise<void>
}

/** A port that nobody listens on. */
const freePort = (): Promise<number> =>
  new Promise((found) => {
    const server = createServer()
    server.listen(0, '127.0.0.1', () => {
      const at = server.address()
      server.close(() => {
        found(typeof at === 'object' && at ? at.port : 0)
      })
    })
  })

function binary(): string {
  const path = process.env['AMANA']
  if (!path) throw new Error('say in AMANA where the binary is; `cargo xtask test web` does')
  return path
}

function configure(home: string, port: number, issuer: string): void {
  const file = join(home, 'amana.toml')
  const text = readFileSync(file, 'utf8')
    .replace(/^api_listen = .*$/m, `api_listen = "127.0.0.1:${port}"`)
    .replace(/^peer_listen = .*$/m, 'peer_listen = "127.0.0.1:0"')
    // What is kept of the provider is asked for anew at once: a silent one is noticed.
    .replace(/^provider_kept_s_max = .*$/m, 'provider_kept_s_max = 5')
  writeFileSync(file, text)
  appendFileSync(
    file,
    `\n[[identity_provider]]\ncode = "national"\nname = "National sign-in"\n` +
      `issuer = "${issuer}"\nclient_id = "${CLIENT}"\n`,
  )
}

function provide(issuer: string, origin: string) {
  const provider = new Provider(issuer, {
    clients: [
      {
        client_id: CLIENT,
        redirect_uris: [`${origin}/sign-in/from/national`],
        response_types: ['code'],
        grant_types: ['authorization_code'],
        token_endpoint_auth_method: 'none',
      },
    ],
    cookies: { keys: ['an exercise'] },
    features: { devInteractions: { enabled: true } },
    findAccount: (_, id) => ({ accountId: id, claims: () => ({ sub: id }) }),
    pkce: { required: () => true },
    ttl: {
      AccessToken: 60,
      AuthorizationCode: 60,
      Grant: 600,
      IdToken: 300,
      Interaction: 600,
      Session: 600,
    },
  })
  return provider.listen(Number(new URL(issuer).port), '127.0.0.1')
}

async function answers(origin: string): Promise<void> {
  const until = Date.now() + WAITED_MS
  while (Date.now() < until) {
    const found = await fetch(`${origin}/healthz`).catch(() => null)
    if (found?.ok) return
    await new Promise((later) => setTimeout(later, 200))
  }
  throw new Error(`${origin} does not answer`)
}

export async function open(): Promise<House> {
  const [port, other] = [await freePort(), await freePort()]
  const origin = `http://localhost:${port}`
  const issuer = `http://127.0.0.1:${other}`
  const folder = mkdtempSync(join(tmpdir(), 'amana-provider-'))
  const home = join(folder, 'co')
  const amana = (...args: string[]) =>
    execFileSync(binary(), [...args, '--home', home], { encoding: 'utf8' }).trim()
  amana('init', '--node', 'CO')
  configure(home, port, issuer)
  const server = provide(issuer, origin)
  const node = spawn(binary(), ['serve', '--home', home], {
    stdio: ['ignore', 'ignore', 'inherit'],
  })
  await answers(`http://127.0.0.1:${port}`)
  const silence = () =>
    new Promise<void>((done) => {
      server.closeAllConnections()
      server.close(() => {
        done()
      })
    })
  return {
    origin,
    issuer,
    linkOf: (officer) => amana('--as', 'admin-1', 'officer', 'link', officer),
    silence,
    close: async () => {
      const ended = new Promise((done) => node.once('exit', done))
      node.kill('SIGINT')
      await ended
      rmSync(folder, { recursive: true })
    },
  }
}
