package dev.bantam.converter;

/**
 * Thrown by a rule that cannot lower its node; the front end makes a diagnostic of it and goes on.
 */
public final class UnsupportedNodeException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final String fix;

  public UnsupportedNodeException(String problem, String fix) {
    super(problem);
    this.fix = fix;
  }

  public String fix() {
    return fix;
  }
}
