import { Link, useLocation } from 'react-router';
import { Page } from '../../components/Page/Page';

/** An address that leads nowhere. */
export default function Missing() {
  const { pathname } = useLocation();
  return (
    <Page title="No such page">
      <div>
        <p>
          Nothing is at <code>{pathname}</code>. Start from the <Link to="/">Overview</Link>, or
          press <kbd className="tag">/</kbd> to search.
        </p>
      </div>
    </Page>
  );
}
