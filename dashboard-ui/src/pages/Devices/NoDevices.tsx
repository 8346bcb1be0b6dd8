import { Empty } from '../../components/Empty/Empty';

/** What would be here, and how it comes. */
export function NoDevices() {
  return (
    <Empty
      title="No device yet"
      command={`bantam agent --server ${window.location.origin} --token-file agent.token`}
    >
      A device appears here as soon as an agent offers it: the machine that the agent runs on, and
      the boards and phones attached to it.
    </Empty>
  );
}
