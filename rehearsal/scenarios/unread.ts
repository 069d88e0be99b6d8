/** Why nobody reads the blog on during a scenario, where more than one has that reason. */
export const UNREAD = {
  noBlog: 'there is no blog yet, or none is waited for',
  own: 'it has readers of its own',
  measures: 'it measures milliseconds, which readers would take',
  another: 'it begins the blog anew, or takes it away',
  address: 'the blog moves to another address',
} as const;
