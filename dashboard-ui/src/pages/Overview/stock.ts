import { useQuery } from '@tanstack/react-query';
import { devices, models } from '../../api/queries';
import { devicesSentence } from '../../domain/devices';
import { counted } from '../../format/number';

/** What there is, in a sentence: the page's answer until there is a release to speak of. */
export function useStock(): string {
  const allModels = useQuery(models());
  const allDevices = useQuery(devices());
  if (!allModels.data || !allDevices.data) return 'Overview';
  const roots = allModels.data.items.filter((model) => model.parent == null).length;
  const variants = allModels.data.items.length;
  if (variants === 0 && allDevices.data.items.length === 0) return 'Nothing is here yet.';
  const here =
    variants === 0
      ? 'No model yet.'
      : `${counted(roots, 'model')} in ${counted(variants, 'variant')}.`;
  const farm =
    allDevices.data.items.length === 0 ? 'No device yet.' : devicesSentence(allDevices.data.items);
  return `${here} ${farm}`;
}
