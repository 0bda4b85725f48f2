// A box to tick, with the styles that draw it: without them its mark is as large as the page.
import '@mantine/core/styles/InlineInput.css'
import '@mantine/core/styles/Checkbox.css'

export { Checkbox } from '@mantine/core'
