package dev.bantam.benchmark.service;

/** Which devices a recipe means by a word, in the words of the database. */
final class DeviceSelector {
  /** What a device may be called by. */
  static final String NAMES =
      "(device.id, device.name, device.kind, device.agent || '/' || device.name)";

  /** Whether a job means a device; one that names none means each. */
  static final String FITS =
      "(coalesce(job.request -> 'recipe' ->> 'device', '') = '' OR job.request -> 'recipe' ->> 'device' IN "
          + NAMES
          + ")";

  private DeviceSelector() {}
}
