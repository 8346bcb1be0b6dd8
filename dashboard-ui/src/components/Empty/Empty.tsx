import type { ReactNode } from 'react';
import { Command } from '../Command/Command';
import './Empty.css';

/** What would be here, and the command that brings it. */
export function Empty(props: { title: string; children: ReactNode; command?: string }) {
  return (
    <div className="empty">
      <h2>{props.title}</h2>
      <p className="quiet small">{props.children}</p>
      {props.command !== undefined && <Command command={props.command} />}
    </div>
  );
}
