import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { sourcesIn } from './page.ts';

const SITE = 'https://blog.example.com';

describe('the sources of a page', () => {
  test('are found in src and in every entry of srcset, each once', () => {
    const html = `<img src="${SITE}/a.png" srcset="${SITE}/s/a.png 300w,
      /m/a.png 600w"><img src="/m/a.png">`;
    assert.deepEqual(sourcesIn(html, SITE), ['/a.png', '/s/a.png', '/m/a.png']);
  });

  test('leave out what other sites serve', () => {
    assert.deepEqual(
      sourcesIn('<script src="https://cdn.example.net/x.js"></script><img src="//cdn.example.net/y.png">', SITE),
      [],
    );
  });

  test('are decoded as a browser decodes attributes', () => {
    assert.deepEqual(sourcesIn('<img src="/a.png?v=1&amp;w=2">', SITE), ['/a.png?v=1&w=2']);
  });
});
