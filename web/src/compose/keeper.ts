// Keeps one draft while it is written: here at once, at the node a moment later, never over what
// another desk wrote.
import { LostLine, Refusal } from '../node/client'
import type { Draft } from './draft'
import { atNode, onDevice, same } from './kept'

/**
 * Where what was typed is: nowhere yet, here and on its way, only here because the node does not
 * answer, at the node; or why it does not go on.
 */
export type Standing = 'saving' | 'here' | 'device' | 'node' | 'nowhere' | 'elsewhere' | 'sent'

/** A pause in typing. */
const AFTER_MS = 800
/** A node that has not answered by then is said not to answer. */
const LATE_MS = 4_000
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
  /** The node did not answer when it was last asked. */
  private away = false
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
    void this.toDevice(draft).then((is) => {
      if (is && this.wanted === draft && !this.stopped) this.tell(this.away ? 'device' : 'here')
    })
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
    const here = this.toDevice(draft)
    const late = setTimeout(() => void here.then((is) => this.lose(is)), LATE_MS)
    try {
      this.base = (await this.places.node.keep(this.key, this.base, draft)).version
      this.away = false
      await this.kept(draft)
    } catch (error) {
      await this.refused(error, before, await here)
    } finally {
      clearTimeout(late)
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

  /** The node does not answer; what was typed is on the device, or it is nowhere. */
  private lose(here: boolean): void {
    this.away = true
    if (!this.stopped) this.tell(here ? 'device' : 'nowhere')
  }

  private async refused(error: unknown, before: Draft | undefined, here: boolean): Promise<void> {
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
    this.lose(here)
    if (error instanceof LostLine || !(error instanceof Refusal)) this.later(AGAIN_MS)
  }

  /** Whether the device has it. */
  private async toDevice(draft: Draft): Promise<boolean> {
    const { officer, key, base, tried } = this
    const row = { officer, key, base, changed: Date.now(), draft, tried }
    return this.places.device.keep(row).then(
      () => true,
      () => false,
    )
  }

  private later(ms: number): void {
    clearTimeout(this.timer)
    this.timer = setTimeout(() => void this.save(), ms)
  }
}
