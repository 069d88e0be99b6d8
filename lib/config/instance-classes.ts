const UP_TO_16 = ['large', 'xlarge', '2xlarge', '4xlarge', '8xlarge', '12xlarge', '16xlarge'];
const UP_TO_48 = [...UP_TO_16, '24xlarge', '48xlarge'];

/**
 * Sizes of the Graviton families that RDS runs MySQL on, by family, as of November 2026. What AWS has added since needs a line
 * here; the list has not been compared with the page below, so believe the page.
 * @see https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/Concepts.DBInstanceClass.Support.html
 */
const SIZES: Readonly<Record<string, readonly string[]>> = {
  t4g: ['micro', 'small', 'medium', 'large', 'xlarge', '2xlarge'],
  m6g: UP_TO_16,
  m6gd: UP_TO_16,
  r6g: UP_TO_16,
  r6gd: UP_TO_16,
  x2g: UP_TO_16,
  m7g: UP_TO_16,
  m7gd: UP_TO_16,
  r7g: UP_TO_16,
  r7gd: UP_TO_16,
  m8g: UP_TO_48,
  m8gd: UP_TO_48,
  r8g: UP_TO_48,
  r8gd: UP_TO_48,
};

/** Why there is no such instance type for the database, as an edit; undefined when there is one. */
export function instanceClassFault(size: string): string | undefined {
  const [family = '', ...rest] = size.split('.');
  const sizes = Object.hasOwn(SIZES, family) ? SIZES[family] : undefined;
  if (sizes === undefined) return `its families are ${Object.keys(SIZES).join(', ')}`;
  return sizes.includes(rest.join('.')) ? undefined : `the sizes of ${family} are ${sizes.join(', ')}`;
}
