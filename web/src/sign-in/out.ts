// Ends the session at the node and forgets what this tab has read and written.
import { useMutation, useQueryClient } from '@tanstack/react-query'
import client, { answer, isSignedOut } from '../node/client'

/** Where the node did not end the session, the tab stays as it is and says so. */
export function useSignOut() {
  const queries = useQueryClient()
  return useMutation({
    mutationFn: async () => {
      try {
        await answer(client.DELETE('/api/v1/session'))
      } catch (error) {
        if (!isSignedOut(error)) throw error
      }
    },
    onSuccess: () => {
      sessionStorage.clear()
      queries.clear()
      window.location.assign('/')
    },
  })
}
