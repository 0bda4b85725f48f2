// The pages that every officer at a desk has, and how one sees that each is there.
/** What is shown at an address, by something that must be on it. */
export const PAGES: [string, string, string][] = [
  ['inbox', '/inbox', '.row'],
  ['inbox of seizures', '/inbox?kind=seizure', '.row'],
  ['inbox that nothing fits', '/inbox?kind=notice&owner=XX', '.inbox-list .note'],
  ['inbox of what waits for us', '/inbox?kind=for-us', '.inbox-list .row, .inbox-list .note'],
  ['inbox of what is unread', '/inbox?kind=unread', '.inbox-list .row, .inbox-list .note'],
  ['inbox of what I have', '/inbox?kind=mine', '.inbox-list .row, .inbox-list .note'],
  ['seizures', '/seizures', '.seizures tbody tr'],
  ['find', '/find', '.note'],
  ['find something', '/find?words=cocaine', '.found .row'],
  ['find nothing', '/find?words=nothingofthekind', '.note'],
  ['compose: where to begin', '/compose', '.begin-kinds a'],
  ['compose a message', '/compose?kind=message', '.writing textarea'],
  ['compose a seizure', '/compose?kind=seizure', '.writing fieldset'],
  ['what waits for a second person', '/proposals', '.proposal-row, .proposal-lists .note'],
  ['no such page', '/nothing', '.note'],
  ['no such record', '/record/CO/01900000-0000-7000-8000-000000000000', '[role=alert]'],
]
