import { Page } from '../../components/Page/Page';
export default function Releases() {
  return <Page title="Releases" />;
}
