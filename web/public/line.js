// Opens the pages without a line. It keeps the page itself and its built files, which are the same
// for everybody; no answer of the interface and nothing that anybody wrote or read.
const FILES = self.__FILES__ ?? []
const NAME = self.__NAME__ ?? 'amana-shell'

self.addEventListener('install', (event) => {
  event.waitUntil(
    caches
      .open(NAME)
      .then((cache) => cache.addAll(FILES.map((path) => new Request(path, { cache: 'reload' }))))
      .then(() => self.skipWaiting()),
  )
})

/** A page that is open may still need parts of its own version: they go when it does. */
async function forget(opened) {
  const windows = await self.clients.matchAll({ type: 'window', includeUncontrolled: true })
  if (windows.some((each) => each.id !== opened)) return
  const names = (await caches.keys()).filter((name) => name !== NAME)
  await Promise.all(names.map((name) => caches.delete(name)))
}

self.addEventListener('activate', (event) => {
  event.waitUntil(forget())
})

// A page that was opened just now is of this version.
self.addEventListener('message', (event) => {
  if (event.data === 'opened') event.waitUntil(forget(event.source?.id))
})

const OTHERS = ['/api/', '/plain', '/sign-in', '/healthz']

self.addEventListener('fetch', (event) => {
  const { request } = event
  const url = new URL(request.url)
  if (request.method !== 'GET' || url.origin !== self.location.origin) return
  if (OTHERS.some((path) => url.pathname.startsWith(path))) return
  if (request.mode === 'navigate') {
    // The node's page wherever there is a line: a kept one is never older than it must be.
    event.respondWith(fetch(request).catch(() => kept('/')))
  } else if (FILES.includes(url.pathname)) {
    // The name of a built file changes with its content.
    event.respondWith(kept(url.pathname).then((found) => found ?? fetch(request)))
  } else if (url.pathname.startsWith('/assets/')) {
    // Of the version before, where its page is still open; the node has it no more.
    event.respondWith(caches.match(url.pathname).then((found) => found ?? fetch(request)))
  }
})

const kept = (path) => caches.open(NAME).then((cache) => cache.match(path))
