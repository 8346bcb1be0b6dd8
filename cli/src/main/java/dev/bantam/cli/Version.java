package dev.bantam.cli;

import java.util.Optional;
import picocli.CommandLine.IVersionProvider;

/** What is running, from the jar that it came in. */
final class Version implements IVersionProvider {
  @Override
  public String[] getVersion() {
    var version = Optional.ofNullable(Main.class.getPackage().getImplementationVersion());
    return new String[] {"bantam " + version.orElse("from source"), "JDK " + Runtime.version()};
  }
}
