import { Page } from '../../components/Page/Page';
export default function Models() {
  return <Page title="Models" />;
}
