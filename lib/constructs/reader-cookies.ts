/** Ghost's cookies that change what a reader sees: member sessions, the password of a private site, and the toolbar of staff. */
export const READER_COOKIES = [
  'ghost-members-ssr',
  'ghost-members-ssr.sig',
  'ghost-private',
  'ghost-private.sig',
  'ghost-admin-toolbar',
];
