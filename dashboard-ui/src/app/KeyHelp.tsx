import { Dialog } from './Dialog';
import { GOTO } from './keys';

const OTHER = [
  { keys: ['/'], does: 'Search models, devices, jobs' },
  { keys: ['?'], does: 'This list' },
  { keys: ['Esc'], does: 'Close, and go back to where you were' },
  { keys: ['← → ↑ ↓'], does: 'In a graph: along its edges; in a chart: from point to point' },
];

export function KeyHelp({ onClose }: { onClose: () => void }) {
  return (
    <Dialog label="Keys" onClose={onClose}>
      <div className="dialog-head">
        <h2>Keys</h2>
        <button type="button" className="btn plain" onClick={onClose}>
          Close
        </button>
      </div>
      <dl className="kv keys">
        {GOTO.map((entry) => (
          <div key={entry.key}>
            <dt>
              <kbd className="tag">g</kbd> <kbd className="tag">{entry.key}</kbd>
            </dt>
            <dd>{entry.name}</dd>
          </div>
        ))}
        {OTHER.map((entry) => (
          <div key={entry.does}>
            <dt>
              <kbd className="tag">{entry.keys[0]}</kbd>
            </dt>
            <dd>{entry.does}</dd>
          </div>
        ))}
      </dl>
    </Dialog>
  );
}
