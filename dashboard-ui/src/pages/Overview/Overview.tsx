import { Page } from '../../components/Page/Page';
export default function Overview() {
  return <Page title="Overview" />;
}
