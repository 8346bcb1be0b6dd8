package dev.bantam.cli;

import java.util.Optional;
import picocli.CommandLine.IVersionProvider;

/** What is running, from the jar that it came in. */
final class Version implements IVersionProvider {
  @Override
  public String[] getVersion() {
    return new String[] {"bantam " + text(), "JDK " + Runtime.version()};
  }

  /** Of Bantam itself. */
  static String text() {
    return Optional.ofNullable(Main.class.getPackage().getImplementationVersion())
        .orElse("from source");
  }
}
