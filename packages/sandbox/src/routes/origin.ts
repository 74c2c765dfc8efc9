import type { Request } from 'express';

/** Where the client found this sandbox, such as `http://127.0.0.1:4010`. HTTP/1.0 may come without a `Host`. */
export function originOf(request: Request): string {
  const host = request.get('host') ?? `localhost:${request.socket.localPort}`;
  return `${request.protocol}://${host}`;
}
