import { type IncomingMessage, request as requestHttp } from 'node:http';
import { request as requestHttps } from 'node:https';
import { isIP, type Socket } from 'node:net';
import type { Fetch, FetchAnswer } from '#kernel';
import { judgedLookup, type LookUpAll, RefusedAddress, systemLookUp } from './judged-lookup.ts';

const MOST_HEADER_BYTES = 16 * 1024;

/**
 * Outgoing requests whose every address is judged in the socket's own lookup, so that what was judged is what is connected
 * to. Follows no redirect, keeps no connection, unpacks nothing, knows no proxy.
 */
export function guardedFetch(lookUp: LookUpAll = systemLookUp): Fetch {
  return (ask) =>
    new Promise((resolve) => {
      const { url, headers, mayReach, signal, method = 'GET', body } = ask;
      const host = url.hostname.replace(/^\[|\]$/g, '');
      // A literal address is connected to without any lookup.
      if (isIP(host) !== 0 && !mayReach(host)) return resolve({ failed: 'refused_address' });
      const send = url.protocol === 'https:' ? requestHttps : requestHttp;
      const outgoing = send({
        ...{ protocol: url.protocol, host, port: url.port, path: `${url.pathname}${url.search}`, method },
        ...(url.protocol === 'https:' && isIP(host) === 0 ? { servername: host } : {}),
        headers: {
          ...headers,
          ...(body ? { 'content-length': body.length } : {}),
          host: url.host,
          connection: 'close',
        },
        agent: false,
        lookup: judgedLookup(lookUp, mayReach),
        maxHeaderSize: MOST_HEADER_BYTES,
        signal,
      });
      outgoing.on('socket', (socket) => {
        socket.setNoDelay(true);
        greetShoutcast(socket);
        // Should anything ever connect past the lookup, it ends here.
        socket.once('connect', () => {
          if (!mayReach(socket.remoteAddress ?? '')) socket.destroy(new RefusedAddress());
        });
      });
      outgoing.on('response', (response) => resolve(answerOf(response)));
      outgoing.on('error', (error) => resolve({ failed: failureOf(error) }));
      outgoing.end(body);
    });
}

/** Old Shoutcast servers begin their answer with "ICY 200 OK", which no HTTP parser takes. */
function greetShoutcast(socket: Socket): void {
  const push = socket.push.bind(socket);
  socket.push = (chunk, encoding) => {
    socket.push = push;
    const isIcy = Buffer.isBuffer(chunk) && chunk.subarray(0, 4).toString('latin1') === 'ICY ';
    return push(isIcy ? Buffer.concat([Buffer.from('HTTP/1.0 '), chunk.subarray(4)]) : chunk, encoding);
  };
}

function answerOf(response: IncomingMessage): FetchAnswer {
  // It is told by the reading of the body; without a reader it would end the program.
  response.on('error', () => {});
  return {
    status: response.statusCode ?? 0,
    header(name) {
      const value = response.headers[name];
      return (Array.isArray(value) ? value[0] : value) ?? null;
    },
    body: response,
    close: () => void response.destroy(),
  };
}

function failureOf(error: Error & { code?: string }): Extract<FetchAnswer, { failed: string }>['failed'] {
  if (error instanceof RefusedAddress) return 'refused_address';
  const code = error.code ?? error.message;
  if (/^(ENOTFOUND|EAI_|ENODATA)/.test(code)) return 'name';
  if (/CERT|TLS|SSL|SIGNATURE/.test(code)) return 'tls';
  return /^(ECONNREFUSED|EHOSTUNREACH|ENETUNREACH|ETIMEDOUT|EADDRNOTAVAIL)/.test(code) ? 'unreachable' : 'broken';
}
