import { containerImages, containerRuntime, loadTestcontainers } from './container-runtime.ts';

/**
 * Pulls the images of the containers testbed; only ever called because a person asked for it.
 *
 * @throws TestbedUnavailable without a container runtime, and what the runtime says where an image cannot be had
 */
export async function pullImages(onImage: (name: string) => void): Promise<void> {
  const client = await containerRuntime();
  const { ImageName } = await loadTestcontainers();
  for (const name of Object.values(containerImages())) {
    onImage(name);
    await client.image.pull(ImageName.fromString(name));
  }
}
