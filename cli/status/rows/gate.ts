import { good, warning } from '../../doctor/check.ts';
import type { Row } from '../asked.ts';

/** What the manifests of the newest commit wait for. */
export const gate: Row = {
  id: 'gate',
  title: 'The manifests wait for nothing',
  find: async ({ look }) => {
    const { locked, deployed } = (await look()).facts.gate ?? {};
    if (locked === undefined) return good('the manifests wait for no infrastructure');
    if (locked === deployed) return good(`open: the infrastructure ${locked} stands`);
    return warning(
      `shut: the manifests wait for the infrastructure ${locked}, and ${deployed ?? 'none'} stands`,
      'npx onemerge verify --commit HEAD',
    );
  },
};
