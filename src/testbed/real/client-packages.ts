/** The client libraries of the real testbeds: optional peers, so that whoever only simulates need not install them. */
import { TestbedUnavailable } from './testbed-unavailable.ts';

const INSTALL: Readonly<Record<string, string>> = {
  ioredis: 'ioredis@6',
  'toxiproxy-node-client': 'toxiproxy-node-client@4.1',
};

/** Looks for the client libraries without loading them. @throws TestbedUnavailable with the command that installs them */
export function requireClientPackages(): void {
  const missing = Object.keys(INSTALL).filter((name) => !isInstalled(name));
  if (missing.length === 0) return;
  throw new TestbedUnavailable(
    `${missing.join(' and ')} ${missing.length === 1 ? 'is' : 'are'} not installed`,
    `Install with \`npm install --save-dev ${missing.map((name) => INSTALL[name] ?? name).join(' ')}\`.`,
  );
}

function isInstalled(name: string): boolean {
  try {
    import.meta.resolve(name);
    return true;
  } catch {
    return false;
  }
}
