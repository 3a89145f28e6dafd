/** Why no container runtime answers: the library that looks for one only says that none does. */
import { connect } from 'node:net';
import { isSystemError, systemWords } from '../../../system-words.ts';

/** Far longer than a connection on one machine takes. */
const CONNECT_MS = 2_000;
const SOCKET = '/var/run/docker.sock';

/** What to do is for the one way in which it failed. */
export interface RuntimeDiagnosis {
  readonly why: string;
  readonly fix: string;
}

/** Looks where Docker is expected: at `DOCKER_HOST`, or its usual socket. */
export async function diagnoseRuntime(
  host: string | undefined = process.env['DOCKER_HOST'],
): Promise<RuntimeDiagnosis> {
  const named = host === undefined || host === '' ? undefined : host;
  const url = named === undefined ? undefined : parsed(named);
  if (named !== undefined && url === undefined) {
    return {
      why: `${named}, which is no address`,
      fix: 'Let DOCKER_HOST be an address such as unix:///var/run/docker.sock or tcp://127.0.0.1:2375, or unset it.',
    };
  }
  const isSocket = url === undefined || url.protocol === 'unix:';
  const place = isSocket ? (url?.pathname ?? SOCKET) : `${url.hostname}:${url.port}`;
  const error = await refusal(isSocket ? { path: place } : { host: url.hostname, port: Number(url.port) });
  const why = `${place}: ${error === undefined ? 'something listens there, but it does not answer as a container runtime does' : systemWords(error)}`;
  const isForbidden = isSystemError(error) && (error.code === 'EACCES' || error.code === 'EPERM');
  if (isForbidden) {
    return {
      why,
      fix: 'Add yourself to the group that owns it (`sudo usermod -aG docker "$USER"`, then log in again), or let DOCKER_HOST name a runtime that you may use.',
    };
  }
  if (named !== undefined) return { why, fix: 'DOCKER_HOST names it: start it there, or unset DOCKER_HOST.' };
  return { why, fix: 'Start Docker (or a compatible runtime), or let DOCKER_HOST name it.' };
}

function parsed(host: string): URL | undefined {
  try {
    return new URL(host);
  } catch {
    return undefined;
  }
}

/** Why nobody can be connected to there; undefined where somebody can. */
function refusal(
  address: { readonly path: string } | { readonly host: string; readonly port: number },
): Promise<Error | undefined> {
  return new Promise((settle) => {
    const socket = connect({ ...address, timeout: CONNECT_MS });
    const done = (error?: Error): void => {
      socket.destroy();
      settle(error);
    };
    socket.once('connect', () => done());
    socket.once('timeout', () => done(new Error(`no answer within ${CONNECT_MS} ms`)));
    socket.once('error', done);
  });
}
