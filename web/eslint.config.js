import hooks from 'eslint-plugin-react-hooks'
import { defineConfig } from 'eslint/config'
import typescript from 'typescript-eslint'

export default defineConfig(
  { ignores: ['node_modules', 'dist', 'src/node/interface.ts'] },
  typescript.configs.strict,
  hooks.configs.flat['recommended-latest'],
  {
    rules: {
      'max-lines': ['error', 250],
      'max-lines-per-function': ['error', 70],
      'no-restricted-syntax': [
        'error',
        {
          selector: "JSXAttribute[name.name='dangerouslySetInnerHTML']",
          message: 'text of a record is never markup',
        },
      ],
    },
  },
)
