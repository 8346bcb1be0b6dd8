import { useDevicesById } from '../../api/names';
import { Filters } from '../../components/Filters/Filters';
import type { Setting } from '../../domain/measured';
import { settingText } from './answer';

/** The device and threads that the page is about, of those that something was measured with. */
export function SettingChoice(props: {
  settings: readonly Setting[];
  setting: Setting | null;
  onChoose: (setting: Setting) => void;
}) {
  const devices = useDevicesById();
  if (props.settings.length === 0) return null;
  return (
    <Filters
      label="Device"
      value={JSON.stringify(props.setting)}
      onChange={(value) => props.onChoose(JSON.parse(value) as Setting)}
      choices={props.settings.map((choice) => ({
        value: JSON.stringify(choice),
        label: settingText(choice, devices.get(choice.device)),
      }))}
    />
  );
}
