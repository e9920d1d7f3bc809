import { once } from 'node:events';
import { SMTPServer } from 'smtp-server';

/** A real mail server that takes every mail, and stores its recipient and arrival time, in ms of performance.now(). */
export class MailSink {
  readonly to: string[] = [];
  readonly atMs: number[] = [];
  readonly #server = new SMTPServer({
    authOptional: true,
    disableReverseLookup: true,
    disabledCommands: ['STARTTLS'],
    onData: (stream, { envelope }, done) => {
      stream.resume();
      stream.on('end', () => {
        for (const { address } of envelope.rcptTo) {
          this.to.push(address);
          this.atMs.push(performance.now());
        }
        done();
      });
    },
  });

  async open(port: number): Promise<string> {
    // A client that ends drops its connection.
    this.#server.on('error', () => {});
    this.#server.listen(port, '127.0.0.1');
    await once(this.#server.server, 'listening');
    return `smtp://127.0.0.1:${port}`;
  }

  async close(): Promise<void> {
    for (const connection of this.#server.connections) connection.close();
    await new Promise<void>((resolve) => this.#server.close(resolve));
  }
}
