import { deflateSync } from 'node:zlib';
import { zipSync } from 'fflate';

/** A PNG of that size with a gradient, so that a resized copy differs from it. */
export function png(width: number, height: number): Buffer {
  const rows = Buffer.alloc(height * (width * 3 + 1));
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++) {
      const at = y * (width * 3 + 1) + 1 + x * 3;
      rows[at] = (x * 255) / width;
      rows[at + 1] = (y * 255) / height;
    }
  }
  const header = Buffer.alloc(13);
  header.writeUInt32BE(width, 0);
  header.writeUInt32BE(height, 4);
  header.set([8, 2, 0, 0, 0], 8);
  const signature = Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]);
  return Buffer.concat([
    signature,
    chunk('IHDR', header),
    chunk('IDAT', deflateSync(rows)),
    chunk('IEND', Buffer.alloc(0)),
  ]);
}

function chunk(type: string, data: Buffer): Buffer {
  const body = Buffer.concat([Buffer.from(type), data]);
  const framed = Buffer.alloc(body.length + 8);
  framed.writeUInt32BE(data.length, 0);
  body.copy(framed, 4);
  framed.writeUInt32BE(crc32(body), body.length + 4);
  return framed;
}

function crc32(data: Buffer): number {
  let crc = 0xffffffff;
  for (const byte of data) {
    crc ^= byte;
    for (let bit = 0; bit < 8; bit++) crc = (crc >>> 1) ^ (crc & 1 ? 0xedb88320 : 0);
  }
  return (crc ^ 0xffffffff) >>> 0;
}

/** A tenth of a second of silence. */
export function wav(): Buffer {
  const samples = Buffer.alloc(800, 128);
  const header = Buffer.alloc(44);
  header.write('RIFF', 0);
  header.writeUInt32LE(36 + samples.length, 4);
  header.write('WAVEfmt ', 8);
  header.writeUInt32LE(16, 16);
  header.writeUInt16LE(1, 20);
  header.writeUInt16LE(1, 22);
  header.writeUInt32LE(8000, 24);
  header.writeUInt32LE(8000, 28);
  header.writeUInt16LE(1, 32);
  header.writeUInt16LE(8, 34);
  header.write('data', 36);
  header.writeUInt32LE(samples.length, 40);
  return Buffer.concat([header, samples]);
}

/** The smallest theme that Ghost accepts, with a mark on every page and in a file whose address never changes. */
export function theme(name: string, mark: string): Buffer {
  const page = (body: string) =>
    `<!DOCTYPE html><html><head><title>{{meta_title}}</title>{{ghost_head}}</head><body>${mark}${body}{{ghost_foot}}</body></html>`;
  const files = {
    'package.json': JSON.stringify({
      name,
      version: '1.0.0',
      author: { email: 'author@example.com' },
      engines: { ghost: '>=6.0.0' },
      config: { posts_per_page: 5, image_sizes: { s: { width: 300 }, m: { width: 900 } }, card_assets: true },
    }),
    'assets/style.css': `/* ${mark} */`,
    'index.hbs': page(
      '{{#foreach posts}}<img src="{{img_url feature_image size="m"}}" srcset="{{img_url feature_image size="s"}} 300w, {{img_url feature_image size="m"}} 900w, {{img_url feature_image size="s" format="webp"}} 301w"><a href="{{url}}">{{title}}</a>{{/foreach}}',
    ),
    'post.hbs': page('{{#post}}<img src="{{img_url feature_image size="m"}}">{{content}}{{/post}}'),
  };
  return Buffer.from(
    zipSync(Object.fromEntries(Object.entries(files).map(([path, text]) => [`${name}/${path}`, Buffer.from(text)]))),
  );
}
