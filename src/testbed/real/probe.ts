/** Says which real testbeds are usable on this machine, and what to do about those that are not. */
import { requireClientPackages } from './client-packages.ts';
import { containerImages, containerRuntime, inspectImage } from './servers/container-runtime.ts';
import { localBinaries } from './servers/local.ts';
import { TestbedUnavailable } from './testbed-unavailable.ts';

export type Probe =
  | { readonly usable: true; readonly versions: Readonly<Record<string, string>> }
  | { readonly usable: false; readonly why: string; readonly fix: string };

/** Looks, starts nothing, pulls nothing. Never rejects for something that is missing. */
export async function probeTestbed(kind: 'local' | 'containers'): Promise<Probe> {
  try {
    requireClientPackages();
    return { usable: true, versions: await (kind === 'local' ? probeLocal() : probeContainers()) };
  } catch (error) {
    if (error instanceof TestbedUnavailable) return { usable: false, why: error.why, fix: error.fix };
    throw error;
  }
}

async function probeLocal(): Promise<Record<string, string>> {
  return Promise.resolve(localBinaries().versions);
}

async function probeContainers(): Promise<Record<string, string>> {
  const images = containerImages();
  const { info } = await containerRuntime();
  await inspectImage(images.redis, 'SCRUTINEER_IMAGE_REDIS');
  await inspectImage(images.toxiproxy, 'SCRUTINEER_IMAGE_TOXIPROXY');
  return {
    runtime: `${info.containerRuntime.operatingSystem}, API of ${String(info.containerRuntime.serverVersion)}`,
    redis: `image ${images.redis}`,
    toxiproxy: `image ${images.toxiproxy}`,
  };
}
