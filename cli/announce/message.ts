import type { Config } from '../../lib/config/config.ts';
import type { News } from './news.ts';

export type ChatFormat = NonNullable<Config['chat']>['format'];

/** Where a reader goes from the message. */
export interface Link {
  readonly title: string;
  readonly url: string;
}

/** A reader's glance takes no more, and both chats cut what is much longer. Characters. */
const LONGEST_LINE = 600;

/**
 * The body of the request that brings the message into a chat.
 * @param name of the blog
 */
export function messageBody(format: ChatFormat, name: string, news: News, links: readonly Link[]): object {
  return BODIES[format](
    `${news.good ? '✅' : '❌'} ${name}: ${shortened(news.headline)}`,
    news.details.map(shortened),
    links,
  );
}

const BODIES: Readonly<
  Record<ChatFormat, (headline: string, details: readonly string[], links: readonly Link[]) => object>
> = {
  slack: (headline, details, links) => ({
    text: [
      slackText(headline),
      ...details.map((line) => `> ${slackText(line)}`),
      links.map(({ title, url }) => `<${url}|${title}>`).join(' · '),
    ].join('\n'),
  }),
  teams: (headline, details, links) => ({
    type: 'message',
    attachments: [
      {
        contentType: 'application/vnd.microsoft.card.adaptive',
        content: {
          $schema: 'http://adaptivecards.io/schemas/adaptive-card.json',
          type: 'AdaptiveCard',
          version: '1.4',
          body: [
            { type: 'TextBlock', text: teamsText(headline), wrap: true, weight: 'Bolder' },
            ...details.map((line) => ({ type: 'TextBlock', text: teamsText(line), wrap: true })),
          ],
          actions: links.map(({ title, url }) => ({ type: 'Action.OpenUrl', title, url })),
        },
      },
    ],
  }),
};

/**
 * Slack reads these three as the beginning of a link, a mention or an entity.
 * https://docs.slack.dev/messaging/formatting-message-text
 */
const slackText = (text: string): string =>
  text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');

/**
 * A card reads a part of Markdown: what an error quotes must not become a link.
 * https://learn.microsoft.com/en-us/adaptive-cards/authoring-cards/text-features
 */
const teamsText = (text: string): string => text.replaceAll(/[\\[\]*_]/g, '\\$&');

function shortened(text: string): string {
  const line = text.replaceAll(/\s+/g, ' ').trim();
  return line.length <= LONGEST_LINE ? line : `${line.slice(0, LONGEST_LINE - 1)}…`;
}
