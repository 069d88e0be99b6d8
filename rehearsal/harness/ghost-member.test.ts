import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Answer, Visitor } from '../fakes/cloudfront/visitor.ts';
import { Member } from './ghost-member.ts';

const SITE = 'https://blog.example.com';
const answer = (status: number, cookie?: string): Answer => ({
  status,
  headers: cookie === undefined ? {} : { 'set-cookie': [cookie] },
  body: Buffer.from('{"email":"reader@example.com"}'),
});
const mail = (text: string) => ({ user: '', password: '', from: '', to: '', text });
const visitorTo = (paths: string[], given: Answer): Visitor => {
  return async (path) => {
    paths.push(path);
    return given;
  };
};

test('a link that the mail folds over two lines is followed whole', async () => {
  const paths: string[] = [];
  const member = new Member(visitorTo(paths, answer(302, 'ghost-members-ssr=a; Path=/')), SITE, 'reader@example.com');
  await member.follow(mail(`Hello\n${SITE}/members/?token=3Dab=\nc&action=3Dsignup\n`));
  assert.deepEqual(paths, ['/members/?token=abc&action=signup']);
});

test('a link in a part that is encoded as base64 is followed', async () => {
  const paths: string[] = [];
  const member = new Member(visitorTo(paths, answer(302, 'ghost-members-ssr=a; Path=/')), SITE, 'reader@example.com');
  const body = Buffer.from(`Hello: ${SITE}/members/?token=abc`).toString('base64');
  const part = `Content-Type: text/plain; charset=utf-8\nContent-Transfer-Encoding: base64\n\n${body}`;
  await member.follow(mail(`Subject: Hello\n\n----one\n${part}\n----one--\n`));
  assert.deepEqual(paths, ['/members/?token=abc']);
});

test('a mail without a link says so', async () => {
  const member = new Member(visitorTo([], answer(302)), SITE, 'reader@example.com');
  await assert.rejects(
    member.follow(mail('Hello')),
    /the mail holds no link to https:\/\/blog\.example\.com\/members\/: Hello/,
  );
});

test('a link that signs nobody in says how it was answered', async () => {
  const member = new Member(visitorTo([], answer(400)), SITE, 'reader@example.com');
  const link = mail(`${SITE}/members/?token=a\n`);
  await assert.rejects(member.follow(link), /the link was answered 400, without a session/);
});

test('who is signed in is unknown while nobody is', async () => {
  assert.equal(await new Member(visitorTo([], answer(204)), SITE, 'reader@example.com').whoAmI(), undefined);
});
