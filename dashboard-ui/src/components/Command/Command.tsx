import { Fragment, useRef, useState } from 'react';
import './Command.css';

/** A command to run, and the way to take it along. */
export function Command({ command }: { command: string }) {
  const text = useRef<HTMLPreElement>(null);
  const [taken, setTaken] = useState<'Copy' | 'Copied' | 'Selected'>('Copy');
  const copy = async () => {
    try {
      await navigator.clipboard.writeText(command);
      setTaken('Copied');
    } catch {
      // Over plain HTTP, or where the reader forbids it, there is no clipboard: one key is left to press.
      if (text.current) window.getSelection()?.selectAllChildren(text.current);
      setTaken('Selected');
    }
    setTimeout(() => setTaken('Copy'), 2000);
  };
  return (
    <div className="command">
      <pre ref={text}>
        {command.split(' ').map((word, i) => (
          <Fragment key={i}>
            {i > 0 && ' '}
            <Word word={word} />
          </Fragment>
        ))}
      </pre>
      <button type="button" className="link" onClick={() => void copy()}>
        {taken}
      </button>
    </div>
  );
}

/** A flag is not broken at its hyphens. */
function Word({ word }: { word: string }) {
  return word.startsWith('-') ? <span className="nowrap">{word}</span> : word;
}
