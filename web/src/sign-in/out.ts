// Ends the session at the node and forgets what this device has of the officer.
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { leaveShell } from '../device/shell'
import { leave } from '../device/store'
import client, { answer, isSignedOut } from '../node/client'

/** Where the node did not end the session, the tab stays as it is and says so. */
export function useSignOut(officer: string) {
  const queries = useQueryClient()
  return useMutation({
    networkMode: 'always',
    mutationFn: async () => {
      try {
        await answer(client.DELETE('/api/v1/session'))
      } catch (error) {
        if (!isSignedOut(error)) throw error
      }
    },
    onSuccess: async () => {
      await Promise.all([leave(officer), leaveShell()]).catch(() => undefined)
      sessionStorage.clear()
      queries.clear()
      window.location.assign('/')
    },
  })
}
