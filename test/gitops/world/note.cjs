// @ts-check
// How a world is, and what its fakes write down for the test.
const { appendFileSync, readFileSync } = require('node:fs');
const { join } = require('node:path');

const FOLDER = process.env.WORLD ?? '';

/** The world's folder. */
exports.folder = FOLDER;

/**
 * @template World
 * @returns {World}
 */
exports.world = () => JSON.parse(readFileSync(join(FOLDER, 'world.json'), 'utf8'));

/**
 * @template {object} Note
 * @param {Note} what has happened
 */
exports.note = (what) => appendFileSync(join(FOLDER, 'notes'), `${JSON.stringify(what)}\n`);
