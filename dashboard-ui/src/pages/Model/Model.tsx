import { Page } from '../../components/Page/Page';
export default function Model() {
  return <Page title="Model" />;
}
