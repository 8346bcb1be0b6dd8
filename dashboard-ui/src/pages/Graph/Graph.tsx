import { Page } from '../../components/Page/Page';
export default function Graph() {
  return <Page title="Graph" />;
}
