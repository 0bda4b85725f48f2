// The next page of a list, while the list may be asked for anew.

interface Paged {
  isFetching: boolean
  refetch: (options: { cancelRefetch: boolean }) => Promise<unknown>
  fetchNextPage: () => Promise<unknown>
}

/** Fetches the next page. What is being asked anew is waited for: the next page would cancel it,
 * and what has just come would not be shown. */
export async function fetchMore(list: Paged): Promise<void> {
  if (list.isFetching) await list.refetch({ cancelRefetch: false })
  await list.fetchNextPage()
}
