import { readFileSync } from 'node:fs';
import { type AddressInfo, createServer, type Server, type Socket } from 'node:net';
import { TLSSocket } from 'node:tls';
import type { Certificate } from '../../sandbox/authority.ts';
import { listen } from '../../shared/listen.ts';

/** One message, and how it came. */
export interface Mail {
  readonly user: string;
  readonly password: string;
  readonly from: string;
  readonly to: string;
  /** Headers and body as sent. */
  readonly text: string;
}

/** A fake mail service: takes submissions with STARTTLS and a password, and delivers nothing. */
export class MailServer {
  readonly received: Mail[] = [];
  readonly #server: Server;

  private constructor(certificate: Certificate) {
    const secure = { cert: readFileSync(certificate.certificate), key: readFileSync(certificate.key) };
    this.#server = createServer((socket) => {
      this.#serve(socket, () => {
        this.#serve(new TLSSocket(socket, { isServer: true, ...secure }), undefined);
      });
      socket.write('220 ready\r\n');
    });
  }

  /** @param port 0 for any that is free */
  static async open(address: string, port: number, certificate: Certificate): Promise<MailServer> {
    const mail = new MailServer(certificate);
    await listen(mail.#server, { port, host: address });
    return mail;
  }

  get port(): number {
    return (this.#server.address() as AddressInfo).port;
  }

  close(): void {
    this.#server.close();
  }

  /** Speaks SMTP. A password is taken only where no further encryption can be had. */
  #serve(socket: Socket, encrypt: (() => void) | undefined): void {
    const mail = { user: '', password: '', from: '', to: '', text: '' };
    let inMessage = false;
    const say = (line: string) => socket.write(`${line}\r\n`);
    const command = (line: string) => {
      const verb = line.slice(0, 4).toUpperCase();
      if (verb === 'EHLO') say(encrypt ? '250-here\r\n250 STARTTLS' : '250-here\r\n250 AUTH PLAIN');
      else if (verb === 'STAR' && encrypt) {
        socket.removeAllListeners('data');
        say('220 go on');
        encrypt();
      } else if (verb === 'AUTH' && !encrypt) {
        const [, user = '', password = ''] = Buffer.from(line.split(' ')[2] ?? '', 'base64')
          .toString()
          .split('\0');
        Object.assign(mail, { user, password });
        say('235 welcome');
      } else if (verb === 'MAIL' && mail.user === '') say('530 sign in first');
      else if (verb === 'MAIL' || verb === 'RCPT') {
        mail[verb === 'MAIL' ? 'from' : 'to'] = line.match(/<(.*?)>/)?.[1] ?? '';
        say('250 fine');
      } else if (verb === 'DATA') {
        inMessage = true;
        mail.text = '';
        say('354 go on');
      } else say(verb === 'QUIT' ? '221 bye' : '250 fine');
    };
    let pending = '';
    socket.on('data', (part) => {
      const lines = (pending + part.toString()).split('\r\n');
      pending = lines.pop() ?? '';
      for (const line of lines) {
        if (!inMessage) command(line);
        else if (line !== '.') mail.text += `${line}\n`;
        else {
          inMessage = false;
          this.received.push({ ...mail });
          say('250 taken');
        }
      }
    });
    socket.on('error', () => {});
  }
}
