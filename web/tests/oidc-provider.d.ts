// What the tests use of npm's oidc-provider.
declare module 'oidc-provider' {
  import type { Server } from 'node:http'

  interface Account {
    accountId: string
    claims: () => { sub: string }
  }

  interface Configuration {
    clients: {
      client_id: string
      redirect_uris: string[]
      response_types: string[]
      grant_types: string[]
      token_endpoint_auth_method: string
    }[]
    cookies: { keys: string[] }
    features: { devInteractions: { enabled: boolean } }
    findAccount: (context: unknown, id: string) => Account
    pkce: { required: () => boolean }
    ttl: Record<string, number>
  }

  export default class Provider {
    constructor(issuer: string, configuration: Configuration)
    listen(port: number, host: string): Server
  }
}
