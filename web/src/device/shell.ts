// The pages' own files on this device, so that they open without a line. Nothing that anybody wrote
// or read is among them; `public/line.js` says what is done with them.
const WORKER = '/line.js'
/** The first page comes first. */
const AFTER_MS = 4_000

/** Only in a browser that can, and where the address is safe enough for it. */
const able = (): boolean => 'serviceWorker' in navigator && window.isSecureContext

/** Keeps the pages on this device from now on; answers how to leave it at that. */
export function keepShell(): () => void {
  if (!able() || import.meta.env.DEV) return () => undefined
  navigator.serviceWorker.controller?.postMessage('opened')
  const later = setTimeout(() => {
    void navigator.serviceWorker.register(WORKER, { scope: '/' }).catch(() => undefined)
  }, AFTER_MS)
  return () => {
    clearTimeout(later)
  }
}

export async function leaveShell(): Promise<void> {
  if (!able()) return
  const workers = await navigator.serviceWorker.getRegistrations()
  await Promise.all(workers.map((worker) => worker.unregister()))
  const names = await caches.keys()
  await Promise.all(names.map((name) => caches.delete(name)))
}
