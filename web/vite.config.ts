import react from '@vitejs/plugin-react'
import { defineConfig } from 'vitest/config'
import { words } from './words.ts'

export default defineConfig({
  plugins: [react(), words()],
  build: {
    outDir: 'dist',
    // Nothing inside a `data:` address: the Content-Security-Policy allows none.
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    target: 'es2022',
    reportCompressedSize: true,
  },
  test: {
    projects: [
      {
        extends: true,
        test: { name: 'logic', include: ['src/**/*.test.ts', 'tests/*.test.ts'] },
      },
      {
        extends: true,
        test: {
          name: 'pages',
          include: ['tests/*.pages.ts'],
          globalSetup: 'tests/demo.ts',
          testTimeout: 60_000,
          hookTimeout: 60_000,
          // Stories share the demo and would meet each other; what only looks runs side by side.
          fileParallelism: false,
          maxConcurrency: 4,
        },
      },
      {
        extends: true,
        test: {
          name: 'night',
          include: ['tests/*.night.ts'],
          globalSetup: 'tests/demo.ts',
          testTimeout: 60_000,
          hookTimeout: 60_000,
          fileParallelism: false,
        },
      },
      {
        extends: true,
        test: {
          name: 'pictures',
          include: ['tests/pictures.ts'],
          globalSetup: 'tests/demo.ts',
          testTimeout: 120_000,
        },
      },
    ],
  },
})
