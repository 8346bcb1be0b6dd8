package dev.bantam.model;

/** How many bytes sparse constants of one file may still grow to. */
final class DenseBudget {
  private final long most;
  private long used;

  DenseBudget(long most) {
    this.most = most;
  }

  void take(long bytes, Place place) {
    used = Math.addExact(used, bytes);
    if (used > most) {
      throw ModelException.tooLarge(
          place,
          "sparse constants grow to %d bytes, must grow to at most %d".formatted(used, most));
    }
  }
}
