import { useEffect, useRef, useState } from 'react';
import type { LogEvent as LogLine } from '../../api/types';
import { clock } from '../../format/time';
import { saveFile } from '../Download/Download';
import './Log.css';

const FOLLOWS = 'Follows the newest line; scroll up to hold. ';
const HELD = 'Held; scroll to the end to follow. ';

/** The job's own words. It follows the newest line until the reader scrolls up, and again from the end on. */
export function Log(props: { lines: readonly LogLine[]; name: string; over: boolean }) {
  const box = useRef<HTMLDivElement>(null);
  const [following, setFollowing] = useState(true);
  useEffect(() => {
    const { current } = box;
    if (following && current) current.scrollTop = current.scrollHeight;
  }, [following, props.lines.length]);
  const onScroll = () => {
    const { current } = box;
    if (current === null) return;
    setFollowing(current.scrollHeight - current.scrollTop - current.clientHeight < 8);
  };
  return (
    <>
      <div
        className="log"
        tabIndex={0}
        role="region"
        aria-label="Lines of the log"
        ref={box}
        onScroll={onScroll}
      >
        {props.lines.map((line, i) => (
          <div
            key={i}
            className={line.level === 'warning' ? 'unknown' : line.level === 'error' ? 'worse' : ''}
          >
            <b>{clock(line.at)}</b>
            <span>{line.stage}</span>
            <span>
              {line.level === 'warning' || line.level === 'error' ? `${line.level}: ` : ''}
              {line.message}
            </span>
          </div>
        ))}
        {props.lines.length === 0 && (
          <span className="quiet">{props.over ? 'It said nothing.' : 'Nothing said yet.'}</span>
        )}
      </div>
      <p className="caption log-foot">
        <span>{!props.over && (following ? FOLLOWS : HELD)}Times are UTC.</span>
        <button type="button" className="link" onClick={() => saveLog(props.lines, props.name)}>
          Download
        </button>
      </p>
    </>
  );
}

function saveLog(lines: readonly LogLine[], name: string) {
  const text = lines.map((line) => [line.at, line.level, line.stage, line.message].join('\t'));
  saveFile(`${name}.log`, 'text/plain', `${text.join('\n')}\n`);
}
