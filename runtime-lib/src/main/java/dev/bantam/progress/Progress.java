package dev.bantam.progress;

/**
 * What long work reports to. Every call may throw a {@link dev.bantam.error.BantamException} with
 * {@code CANCELLED}: let it pass, it ends the work. Calls are cheap, so report often.
 */
public interface Progress {
  /** Reports nowhere and never cancels. */
  Progress SILENT =
      new Progress() {
        @Override
        public Progress stage(String name) {
          return this;
        }

        @Override
        public void report(long done, long total, String message) {}

        @Override
        public void log(String message) {}
      };

  /**
   * A stage of the work, such as {@code calibrate}; what is reported to it goes under that name.
   */
  Progress stage(String name);

  /**
   * How far the stage is.
   *
   * @param done parts that are done
   * @param total parts that there are; 0 where nobody knows
   * @param message for people: {@code image 120 of 200}; may be empty
   */
  void report(long done, long total, String message);

  /** A line worth keeping. */
  void log(String message);
}
