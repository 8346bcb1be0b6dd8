package dev.bantam.benchmark.service;

/** Which devices may run what a recipe asks for, in the words of the database. */
final class DeviceSelector {
  /** What a device may be called by. */
  static final String NAMES =
      "(device.id, device.name, device.kind, device.agent || '/' || device.name)";

  /** How many threads it runs a model with, as its agent says; one that says nothing takes any. */
  static final String MOST_THREADS =
      "(CASE WHEN device.capabilities ->> 'mostThreads' ~ '^[0-9]{1,4}$'"
          + " THEN CAST(device.capabilities ->> 'mostThreads' AS int) ELSE 2147483647 END)";

  /**
   * Whether a device may run a job: it is one that the job means, where one that names none means
   * each, and has the threads that are asked for.
   */
  static final String FITS =
      "(coalesce(job.request -> 'recipe' ->> 'device', '') = '' OR job.request -> 'recipe' ->> 'device' IN "
          + NAMES
          + ") AND coalesce(CAST(job.request -> 'recipe' ->> 'threads' AS int), 1) <= "
          + MOST_THREADS;

  private DeviceSelector() {}
}
