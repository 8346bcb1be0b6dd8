import type { AddressInfo } from 'node:net';
import { startFake } from './server';

/** Starts the fake platform once for all tests, on a port that is free; what is returned ends it. */
export default async function setup() {
  const server = await startFake();
  const { port } = server.address() as AddressInfo;
  process.env['DASHBOARD'] = `http://localhost:${port}`;
  return () => {
    server.closeAllConnections();
    server.close();
  };
}
