import { Suspense, useState } from 'react';
import { NavLink, Outlet, useNavigate } from 'react-router';
import { useHolder } from '../api/token';
import { Skeleton } from '../components/Skeleton/Skeleton';
import './Frame.css';
import { KeyHelp } from './KeyHelp';
import { GOTO, useKeys } from './keys';
import { Search } from './Search';
import { TokenDialog } from './TokenDialog';
import { useTheme } from './theme';

/** What stands around every page. */
export function Frame() {
  const [open, setOpen] = useState<'search' | 'keys' | 'token' | null>(null);
  const [theme, nextTheme] = useTheme();
  const holder = useHolder();
  const navigate = useNavigate();
  useKeys({
    search: () => setOpen('search'),
    help: () => setOpen('keys'),
    go: (to) => void navigate(to),
  });
  const close = () => setOpen(null);
  return (
    <>
      <a className="skip" href="#main">
        Skip to content
      </a>
      <header className="bar">
        <div className="bar-in">
          <NavLink className="brand" to="/">
            <svg width="16" height="16" viewBox="0 0 16 16" aria-hidden="true">
              <path d="M1 15V9h3v6zM6.5 15V1h3v14zM12 15V5h3v10z" fill="currentColor" />
            </svg>
            Bantam
          </NavLink>
          <nav className="nav" aria-label="Main">
            {GOTO.map((entry) => (
              <NavLink key={entry.to} to={entry.to} end={entry.to === '/'}>
                {entry.name}
              </NavLink>
            ))}
          </nav>
          <button type="button" className="btn plain" onClick={() => setOpen('search')}>
            Search <kbd className="tag only-wide">/</kbd>
          </button>
          <button type="button" className="btn plain" onClick={nextTheme}>
            Theme: {theme}
          </button>
        </div>
      </header>
      <main className="page" id="main" tabIndex={-1}>
        <Suspense fallback={<Skeleton rows={6} label="the page" />}>
          <Outlet />
        </Suspense>
      </main>
      <footer className="foot">
        <button type="button" className="link" onClick={() => setOpen('keys')}>
          Keys
        </button>
        <button type="button" className="link" onClick={() => setOpen('token')}>
          {holder ? `Token: ${holder.role}` : 'Token'}
        </button>
        <a href="/docs">Interface</a>
        <span>Times are UTC; intervals are 95 %.</span>
      </footer>
      {open === 'search' && <Search onClose={close} />}
      {open === 'token' && <TokenDialog onClose={close} />}
      {open === 'keys' && <KeyHelp onClose={close} />}
    </>
  );
}
