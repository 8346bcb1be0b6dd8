package dev.bantam.cli;

import java.util.concurrent.Callable;
import picocli.CommandLine.Mixin;

/** What every command has: the flags of {@link Output}, and an exit code. */
public abstract class BantamCommand implements Callable<Integer> {
  @Mixin private Output output = new Output();

  /** How the command speaks. */
  protected final Output output() {
    return output;
  }

  /**
   * Does the work.
   *
   * @return one of {@link ExitCodes}
   */
  @Override
  public abstract Integer call() throws Exception;
}
