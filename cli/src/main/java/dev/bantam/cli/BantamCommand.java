package dev.bantam.cli;

import java.util.concurrent.Callable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;

/** What every command has: the flags of {@link Output}, and an exit code. */
public abstract class BantamCommand implements Callable<Integer> {
  @Mixin private Output output = new Output();

  /** The command as it was called. */
  protected final CommandSpec spec() {
    return output.command();
  }

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
