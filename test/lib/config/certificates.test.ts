import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { certificatesFault } from '../../../lib/config/certificates.ts';
import { databaseRoots } from '../../../lib/config/database-roots.ts';
import { selfMadeCertificate } from '../../../rehearsal/fakes/github/certificate.ts';

const ROOTS = databaseRoots('eu-west-1');
const OWN = selfMadeCertificate().certificate;
const LEAF = selfMadeCertificate({ mayAuthorize: false }).certificate;
/** When the one above, which lasts a day, has expired, and those of AWS have not. */
const NEXT_YEAR = new Date(Date.now() + 365 * 24 * 3_600_000);

describe('certificates that cannot vouch for the database are refused, with the edit that helps', () => {
  const cases: [title: string, text: string, now: Date, fault: RegExp][] = [
    ['that of a server', LEAF, new Date(), /^leave out certificate 1 of 1: it is no authority/],
    ['that of a server behind authorities', `${ROOTS}\n${LEAF}`, new Date(), /^leave out certificate 4 of 4: it is no/],
    [
      'authorities that have all expired',
      ROOTS,
      new Date('2200-01-01'),
      /^paste .* the last of these expired on 21\d\d-/,
    ],
    ['one authority that has expired', OWN, NEXT_YEAR, /^paste those of today: the last of these expired on 20\d\d-/],
    ['authorities of the future', ROOTS, new Date('2001-01-01'), /^paste those of today: none of these is valid yet/],
    ['one authority of the future', OWN, new Date('2001-01-01'), /^paste those of today: none of these is valid yet/],
  ];
  for (const [title, text, now, fault] of cases)
    test(title, () => assert.match(certificatesFault(text, now) ?? 'accepted', fault));
});

describe('certificates that vouch for the database are taken', () => {
  const cases: [title: string, text: string, now?: Date][] = [
    ['those of a region', ROOTS],
    ['one of your own', OWN],
    ['some that have expired, among others: bundles hold both while AWS changes over', `${OWN}${ROOTS}`, NEXT_YEAR],
  ];
  for (const [title, text, now] of cases) test(title, () => assert.equal(certificatesFault(text, now), undefined));
});
