// Keeps one draft while it is written: here at once, at the node a moment later, never over what
// another desk wrote.
import { LostLine, Refusal } from '../node/client'
import type { Draft } from './draft'
import { atNode, onDevice, same } from './kept'

/** Where what was typed is: on its way, at the node, only here; or why it does not go on. */
export type Standing = 'saving' | 'node' | 'device' | 'nowhere' | 'elsewhere' | 'sent'

/** A pause in typing. */
const AFTER_MS = 800
/** How long until the node is tried again. */
const AGAIN_MS = 5_000

interface Places {
  node: Pick<typeof atNode, 'keep' | 'show'>
  device: Pick<typeof onDevice, 'keep' | 'remove'>
}

export class Keeper {
  /** The newest words that the node does not have. */
  private wanted: Draft | null = null
  private busy = false
  private stopped = false
  private timer: ReturnType<typeof setTimeout> | undefined
  /** What was last sent to be kept. */
  private tried: Draft | undefined

  constructor(
    private readonly officer: string,
    private readonly key: string,
    public base: number,
    private readonly tell: (standing: Standing) => void,
    private readonly places: Places = { node: atNode, device: onDevice },
  ) {}

  /** What was typed: on the device before anything else happens. */
  change(draft: Draft): void {
    this.wanted = draft
    if (this.stopped) return
    this.tell('saving')
    void this.toDevice(draft)
    this.later(AFTER_MS)
  }

  /** Goes on over what another desk wrote, as the officer has chosen. */
  over(version: number, draft: Draft): void {
    this.base = version
    this.stopped = false
    this.change(draft)
  }

  /** Goes on from what another desk wrote. */
  take(version: number): void {
    this.base = version
    this.wanted = null
    this.stopped = false
  }

  /** Nothing more is kept: it is sent or thrown away. */
  stop(): void {
    this.stopped = true
    clearTimeout(this.timer)
  }

  /** The page goes: what is wanted is tried at once, and stays on the device if that fails. */
  leave(): void {
    clearTimeout(this.timer)
    if (!this.stopped) void this.save()
  }

  async save(): Promise<void> {
    const draft = this.wanted
    if (this.busy || this.stopped || !draft) return
    this.busy = true
    const before = this.tried
    this.tried = draft
    void this.toDevice(draft)
    try {
      this.base = (await this.places.node.keep(this.key, this.base, draft)).version
      await this.kept(draft)
    } catch (error) {
      await this.refused(error, before)
    } finally {
      this.busy = false
    }
  }

  private async kept(draft: Draft): Promise<void> {
    // What is being sent is on the device, and stays there until it is.
    if (this.stopped) return
    if (this.wanted !== draft) {
      this.later(AFTER_MS)
      return
    }
    this.wanted = null
    await this.places.device.remove(this.officer, this.key).catch(() => undefined)
    if (this.wanted === null && !this.stopped) this.tell('node')
  }

  private async refused(error: unknown, before: Draft | undefined): Promise<void> {
    if (error instanceof Refusal && error.problem.status === 409) {
      const shown = await this.places.node.show(this.key).catch(() => null)
      if (
        shown?.written &&
        (same(shown.written.content, before) || same(shown.written.content, this.tried))
      ) {
        // The answer to the last keeping was lost: nobody else wrote.
        this.base = shown.version
        this.later(0)
        return
      }
      this.stopped = true
      this.tell(shown?.sent ? 'sent' : 'elsewhere')
      return
    }
    this.tell('device')
    if (error instanceof LostLine || !(error instanceof Refusal)) this.later(AGAIN_MS)
  }

  private async toDevice(draft: Draft): Promise<void> {
    const { officer, key, base, tried } = this
    const row = { officer, key, base, changed: Date.now(), draft, tried }
    await this.places.device.keep(row).catch(() => {
      this.tell('nowhere')
    })
  }

  private later(ms: number): void {
    clearTimeout(this.timer)
    this.timer = setTimeout(() => void this.save(), ms)
  }
}
