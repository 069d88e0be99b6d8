import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fluxPulled } from '../cli/doctor/before/images.ts';
import { treeImages } from '../cli/shared/rendering/images.ts';
import { ROOT } from '../cli/shared/root.ts';
import { type Bom, installedOf } from './installed.ts';
import { pulledComponent } from './pulled-component.ts';

// npm run sbom: what deploys the blog and what runs in its cluster, as CycloneDX: the packages that the build installs, and every image
// and chart that a config can lead to. What a chart names by itself is in its release; what AWS runs is AWS's.

const printed = execFileSync('npm', ['sbom', '--sbom-format', 'cyclonedx'], { cwd: ROOT, encoding: 'utf8' });
const { dependencies } = JSON.parse(readFileSync(join(ROOT, 'package.json'), 'utf8')) as {
  readonly dependencies: Readonly<Record<string, string>>;
};
const roots = Object.entries(dependencies).map(([name, version]) => `${name}@${version}`);
const installed = installedOf(JSON.parse(printed) as Bom, roots);
const pulled = [...treeImages(), ...fluxPulled()].map(({ reference }) => pulledComponent(reference));
console.log(JSON.stringify({ ...installed, components: [...installed.components, ...pulled] }, null, 2));
