// @ts-check
// Stands in for MigratorConfig.js of Ghost's image.
const { world } = require('../../world/note.cjs');

/** @type {import('../world.ts').Image} */
const { version } = world();

module.exports = {
  currentVersion: version,
  database: { connection: { host: 'database.example.com', user: 'blog_1', database: 'ghost' } },
};
