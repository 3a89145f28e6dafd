/** Removes everything that a run left at the container runtime, found by the run's label. */
import { containerRuntime } from './container-runtime.ts';

/** Name of the label; its value is the run. */
export const RUN_LABEL = 'scrutineer.run';

/** Removes the containers of a run, then its networks. What is gone already is no error. */
export async function removeLabelled(run: string): Promise<void> {
  const { dockerode } = (await containerRuntime()).container;
  const filters = { label: [`${RUN_LABEL}=${run}`] };
  const containers = await dockerode.listContainers({ all: true, filters });
  await Promise.all(
    containers.map(async ({ Id: id }) => {
      await dockerode
        .getContainer(id)
        .remove({ force: true, v: true })
        .catch(() => undefined);
    }),
  );
  const networks = await dockerode.listNetworks({ filters });
  await Promise.all(
    networks.map(async ({ Id: id }) => {
      await dockerode
        .getNetwork(id)
        .remove()
        .catch(() => undefined);
    }),
  );
}
