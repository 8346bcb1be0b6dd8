import { startFake } from './server';

const PORT = 4174;

/** Starts the fake platform once for all tests; what is returned ends it. */
export default async function setup() {
  const server = await startFake(PORT);
  return () => {
    server.closeAllConnections();
    server.close();
  };
}
