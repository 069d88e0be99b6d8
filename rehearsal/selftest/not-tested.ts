/** What no selftest can bring about on the machine that it runs on. */
export const NOT_TESTED: readonly string[] = [
  'not Linux, not amd64: covered by unit tests only, because a selftest runs on Linux on amd64',
  'too little free memory: covered by a unit test only, because a selftest would have to take memory from others',
  'a refused download of a Python package: reported like the other downloads',
];
