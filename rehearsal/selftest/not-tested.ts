/** What no selftest can bring about on the machine that it runs on. */
export const NOT_TESTED: readonly string[] = [
  'not Linux, not amd64: the refusal is shown by unit tests only, because a selftest runs on Linux on amd64',
  'too little free memory: the refusal is shown by a unit test only, because a selftest would have to take it from others',
  'a Python package that is refused: told as the other downloads are',
];
