/** There is nobody to talk to, or not the one that was meant: nothing can be said of what the server does. */
export class NoConnection extends Error {
  override readonly name = 'NoConnection';
}

/** The server was reached, and what came back is no answer: nothing in time, no HTTP, too much of it, half of it. */
export class NoAnswer extends Error {
  override readonly name = 'NoAnswer';
}

/** The server ended the connection instead: in the handshake, where it refuses a certificate there, or after it. */
export class HungUp extends NoAnswer {}
