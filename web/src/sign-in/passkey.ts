// The browser's passkeys: bytes travel as base64url, and what was not signed says so.

/** What the node asks a passkey for, and the ticket that comes back with the answer. */
export interface Asked {
  ticket: string
  options: Options
}

interface Named {
  type: 'public-key'
  id: string
}

interface Options {
  challenge: string
  user?: { id: string; name: string; displayName: string }
  allowCredentials?: Named[]
  excludeCredentials?: Named[]
}

/** Whoever holds the device did not sign, or there is nothing to sign with. */
export class NotSigned extends Error {}

export const hasPasskeys = (): boolean => 'PublicKeyCredential' in window

export function toBytes(text: string): Uint8Array<ArrayBuffer> {
  const plain = atob(text.replace(/-/g, '+').replace(/_/g, '/'))
  return Uint8Array.from(plain, (letter) => letter.charCodeAt(0))
}

export function toText(bytes: ArrayBuffer): string {
  const plain = String.fromCharCode(...new Uint8Array(bytes))
  return btoa(plain).replace(/\+/g, '-').replace(/\//g, '_').replace(/=+$/, '')
}

const named = (list: Named[] | undefined) =>
  (list ?? []).map((each) => ({ ...each, id: toBytes(each.id) }))

async function ask(credential: () => Promise<Credential | null>): Promise<PublicKeyCredential> {
  if (!hasPasskeys()) throw new NotSigned('no passkeys in this browser')
  const given = await credential().catch((error: unknown) => {
    throw new NotSigned(String(error))
  })
  if (!(given instanceof PublicKeyCredential)) throw new NotSigned('nothing was given')
  return given
}

const shown = (given: PublicKeyCredential) => ({
  id: given.id,
  rawId: toText(given.rawId),
  type: given.type,
  extensions: {},
})

/** Has the device make a passkey. */
export async function make({ options }: Asked): Promise<object> {
  const { user, challenge, excludeCredentials, ...rest } = options
  if (!user) throw new NotSigned('the node names nobody')
  const publicKey = {
    ...rest,
    challenge: toBytes(challenge),
    user: { ...user, id: toBytes(user.id) },
    excludeCredentials: named(excludeCredentials),
  } as unknown as PublicKeyCredentialCreationOptions
  const given = await ask(() => navigator.credentials.create({ publicKey }))
  const response = given.response as AuthenticatorAttestationResponse
  return {
    ...shown(given),
    response: {
      attestationObject: toText(response.attestationObject),
      clientDataJSON: toText(response.clientDataJSON),
    },
  }
}

/** Has a passkey sign what the node asks. */
export async function sign({ ticket, options }: Asked): Promise<object> {
  const { challenge, allowCredentials, ...rest } = options
  const publicKey = {
    ...rest,
    challenge: toBytes(challenge),
    allowCredentials: named(allowCredentials),
  } as PublicKeyCredentialRequestOptions
  const given = await ask(() => navigator.credentials.get({ publicKey }))
  const response = given.response as AuthenticatorAssertionResponse
  const credential = {
    ...shown(given),
    response: {
      authenticatorData: toText(response.authenticatorData),
      clientDataJSON: toText(response.clientDataJSON),
      signature: toText(response.signature),
      userHandle: response.userHandle && toText(response.userHandle),
    },
  }
  return { ticket, credential }
}
