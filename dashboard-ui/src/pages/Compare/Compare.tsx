import { Page } from '../../components/Page/Page';
export default function Compare() {
  return <Page title="Compare" />;
}
