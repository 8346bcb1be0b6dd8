import { Page } from '../../components/Page/Page';
export default function Measurement() {
  return <Page title="Measurement" />;
}
