import { Page } from '../../components/Page/Page';
export default function Device() {
  return <Page title="Device" />;
}
