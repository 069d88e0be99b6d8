/** What names of blogs and services are made of: they are parts of longer names, which AWS bounds. */
export const SHORT_NAME = /^[a-z](?:[a-z0-9]|-(?=[a-z0-9])){1,19}$/;

/** The edit that helps a text that is none. */
export const SHORT_NAME_FIX = 'use 2 to 20 lower-case letters, digits and single hyphens, starting with a letter';
