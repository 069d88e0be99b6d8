import { defineConfig } from './lib/config/config.ts';

// The one file you edit. Every field, its default and what it does: hover over it, or read lib/config/config.ts.
export default defineConfig({
  name: 'example',
  region: 'eu-west-1',
  repository: { owner: 'example', name: 'onemerge' },
  alarmEmail: 'alarms@example.com',
  blog: { ownerEmail: 'owner@example.com' },
});
