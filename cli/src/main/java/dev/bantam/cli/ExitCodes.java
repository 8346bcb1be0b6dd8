package dev.bantam.cli;

/** What a command says to whoever called it. */
public final class ExitCodes {
  public static final int DONE = 0;

  /** The work failed, or a verdict is negative. */
  public static final int FAILED = 1;

  public static final int WRONG_USAGE = 2;
  public static final int SERVER_OUT_OF_REACH = 3;
  public static final int INTERRUPTED = 130;

  private ExitCodes() {}
}
