import type { IncomingMessage, Server } from 'node:http';
import type { Socket } from 'node:net';
import { bounds } from '../kernel/limits.ts';

/** Seconds between two checks of the connections. */
const lookSeconds = 10;

type Seen = { progress: string; looks: number; request: IncomingMessage | null };

/**
 * Ends connections whose reader takes nothing of a waiting answer, or whose sender sends nothing of its request, for a minute. Each holds
 * something that others need: an export slot, a query, memory. Slow connections go on.
 */
export function dropStalled(server: Server): void {
  const connections = new Map<Socket, Seen>();
  server.on('connection', (socket: Socket) => {
    connections.set(socket, { progress: '', looks: 0, request: null });
    socket.once('close', () => connections.delete(socket));
  });
  server.on('request', (request: IncomingMessage) => {
    const seen = connections.get(request.socket);
    if (seen) seen.request = request;
  });
  const looking = setInterval(() => {
    for (const [socket, seen] of connections) look(socket, seen);
  }, lookSeconds * 1_000);
  looking.unref?.();
  server.once('close', () => clearInterval(looking));
}

function look(socket: Socket, seen: Seen): void {
  const progress = `${socket.bytesWritten - socket.writableLength} ${socket.bytesRead}`;
  seen.looks = progress === seen.progress && (owesReading(socket) || owesSending(seen.request)) ? seen.looks + 1 : 0;
  seen.progress = progress;
  if (seen.looks * lookSeconds >= bounds.stalledSeconds) socket.destroy();
}

const owesReading = (socket: Socket) => socket.writableLength > 0;

/** The request is incomplete, and none of its bytes wait to be read. */
function owesSending(request: IncomingMessage | null): boolean {
  return request !== null && !request.complete && !request.destroyed && request.readableLength === 0;
}
