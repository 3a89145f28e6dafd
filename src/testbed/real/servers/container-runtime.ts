/** The container runtime through testcontainers: loaded only where it is needed, and never allowed to pull an image. */
import type * as testcontainers from 'testcontainers';
import { diagnoseRuntime } from './runtime-diagnosis.ts';
import { TestbedUnavailable } from '../testbed-unavailable.ts';

type Testcontainers = typeof testcontainers;

/** The images of the containers testbed: the official ones, unless the environment names others. */
export function containerImages(): { readonly redis: string; readonly toxiproxy: string } {
  return {
    redis: named('SCRUTINEER_IMAGE_REDIS') ?? 'redis:7.4-alpine',
    toxiproxy: named('SCRUTINEER_IMAGE_TOXIPROXY') ?? 'ghcr.io/shopify/toxiproxy:2.12.0',
  };
}

function named(variable: string): string | undefined {
  const value = process.env[variable];
  return value === undefined || value === '' ? undefined : value;
}

/** The library. @throws TestbedUnavailable when it is not installed */
export async function loadTestcontainers(): Promise<Testcontainers> {
  // What a run started is removed by our own reaper; the library's would be one more image to pull.
  process.env['TESTCONTAINERS_RYUK_DISABLED'] ??= 'true';
  try {
    return await import('testcontainers');
  } catch (error) {
    throw new TestbedUnavailable(
      `the package testcontainers could not be loaded: ${error instanceof Error ? (error.message.split('\n')[0] ?? '') : String(error)}`,
      'Install it with `npm install --save-dev testcontainers@12.0.1`.',
    );
  }
}

/** The runtime. @throws TestbedUnavailable when there is none */
export async function containerRuntime(): Promise<testcontainers.ContainerRuntimeClient> {
  const { getContainerRuntimeClient } = await loadTestcontainers();
  try {
    return await getContainerRuntimeClient();
  } catch (error) {
    const { why, fix } = await diagnoseRuntime();
    throw new TestbedUnavailable(`no container runtime answers at ${why}`, fix, { cause: error });
  }
}

/** What of an image decides how it is started. @throws TestbedUnavailable when it is not on this machine */
export async function inspectImage(name: string, variable: string): Promise<{ readonly hasCommand: boolean }> {
  const client = await containerRuntime();
  const { ImageName } = await loadTestcontainers();
  const image = ImageName.fromString(name);
  if (!(await client.image.exists(image))) {
    throw new TestbedUnavailable(
      `the image ${name} is not on this machine`,
      `Get it with \`docker pull ${name}\` (or \`scrutineer doctor --pull\`), or let ${variable} name an image that is here.`,
    );
  }
  const { Entrypoint: entrypoint } = (await client.image.inspect(image)).Config;
  return { hasCommand: entrypoint !== undefined && entrypoint !== null && entrypoint.length > 0 };
}
