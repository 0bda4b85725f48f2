// Ends the session at the node and forgets what this tab has read.
import { useQueryClient } from '@tanstack/react-query'
import client from '../node/client'
import { choose } from '../node/purpose'

export function useSignOut(): () => void {
  const queries = useQueryClient()
  return () => {
    void client.DELETE('/api/v1/session').finally(() => {
      choose('')
      queries.clear()
      window.location.assign('/')
    })
  }
}
