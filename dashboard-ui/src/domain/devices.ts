import type { Device } from '../api/types';
import { counted, fixed, NBSP } from '../format/number';

/** "hardware" or "emulator": the distinction that decides what a figure of the device may mean. */
export const sortOfDevice = (device: Device): 'hardware' | 'emulator' =>
  device.standIn ? 'emulator' : 'hardware';

const CAN_MEASURE = new Set(['idle', 'measuring']);

/** The first sentence of the devices' page: what can measure now, and what cannot. */
export function devicesSentence(devices: readonly Device[]): string {
  const able = devices.filter((device) => CAN_MEASURE.has(device.state)).length;
  const emulators = devices.filter((device) => device.standIn).length;
  const rest = ['noisy', 'quarantined', 'offline'].flatMap((state) => {
    const count = devices.filter((device) => device.state === state).length;
    if (count === 0) return [];
    if (count < devices.length) return [`${count} ${count === 1 ? 'is' : 'are'} ${state}`];
    return [count === 1 ? `it is ${state}` : `all are ${state}`];
  });
  const which =
    emulators === 0
      ? ''
      : `, ${emulators} of them ${emulators === 1 ? 'an emulator' : 'emulators'}`;
  const can =
    devices.length === 1
      ? `it ${able === 1 ? 'can' : 'cannot'} measure now`
      : `${able === devices.length ? 'all' : able === 0 ? 'none' : able} can measure now`;
  return `${counted(devices.length, 'device')}${which}: ${[can, ...rest].join(', ')}.`;
}

/** "1.1 %", or why there is none: a stand-in counts exactly, another has not been tested yet. */
export function noiseText(device: Device): string {
  if (device.standIn) return 'exact counts';
  const noise = device.health.noise;
  return noise == null ? 'noise not known yet' : `noise ${fixed(noise * 100, 1)}${NBSP}%`;
}
