const FACTORS: Readonly<Record<string, number>> = {
  n: 1e-9,
  u: 1e-6,
  m: 1e-3,
  k: 1e3,
  M: 1e6,
  G: 1e9,
  T: 1e12,
  P: 1e15,
  E: 1e18,
  Ki: 2 ** 10,
  Mi: 2 ** 20,
  Gi: 2 ** 30,
  Ti: 2 ** 40,
  Pi: 2 ** 50,
  Ei: 2 ** 60,
};

/** https://kubernetes.io/docs/reference/kubernetes-api/common-definitions/quantity/ */
const QUANTITY = /^([+-]?(?:\d+\.?\d*|\.\d+))([KMGTPE]i|[numkMGTPE]|[eE][+-]?\d+)?$/;

/** What a quantity amounts to, in cores, bytes or pieces; undefined for what is none. */
export function amountOf(value: unknown): number | undefined {
  const [, number, suffix = ''] = QUANTITY.exec(String(value)) ?? [];
  if (number === undefined) return undefined;
  return Number(number) * (FACTORS[suffix] ?? Number(`1${suffix}`));
}
